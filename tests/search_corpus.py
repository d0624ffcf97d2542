"""Invented reports for the search tests: real-looking prose, the same on every machine."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

from nianbao.search import SearchSource


def _words(text: str) -> list[str]:
    return text.split()


DISTRICTS = {
    "dongcheng": "北京市东城区",
    "xuhui": "上海市徐汇区",
    "pingtan": "平潭综合实验区",
    "huaiyin": "淮安市淮阴区",
    "yuexiu": "广州市越秀区",
    "wuhou": "成都市武侯区",
    "yanjixinqu": "延吉新区",
    "zhenhai": "宁波市镇海区",
}

# folder, name after the district's, short name, former name, category
OFFICES = [
    ("government-office", "人民政府办公室", "政府办", "", "区政府"),
    ("jiaowei", "教育委员会", "区教委", "教育局", "工作部门"),
    ("minzheng", "民政局", "区民政局", "", "工作部门"),
    ("weijian", "卫生健康委员会", "区卫健委", "卫生和计划生育委员会", "工作部门"),
    ("zhujian", "住房和城市建设委员会", "区住建委", "建设局", "工作部门"),
    ("chengguan", "城市管理委员会", "区城管委", "市政市容管理委员会", "工作部门"),
    ("shichang", "市场监督管理局", "区市监局", "工商行政管理局", "工作部门"),
    ("shuiwu", "水务局", "区水务局", "水利局", "工作部门"),
    ("wenlv", "文化和旅游局", "区文旅局", "文化委员会", "工作部门"),
    ("tiyu", "体育局", "区体育局", "", "工作部门"),
    ("beixinqiao", "北新桥街道办事处", "北新桥街道", "", "街道、乡镇"),
    ("longtan", "龙潭街道办事处", "龙潭街道", "", "街道、乡镇"),
    ("hepingli", "和平里街道办事处", "和平里街道", "", "街道、乡镇"),
]

TOPICS = _words("""
    义务教育招生 学前教育 老旧小区改造 保障性住房配租 养老服务 医疗保障 突发公共卫生事件
    食品安全抽检 药品监管 城市绿化 河湖治理 垃圾分类 停车管理 道路养护 旅游市场秩序 公共文化服务
    全民健身 就业创业 稳岗补贴 乡村振兴 生态环境 安全生产 防汛抗旱 征地拆迁 国有土地上房屋征收
    财政预决算 政府采购 重大建设项目 双随机监管 行政审批 历史文化街区保护 胡同整治 社区卫生 托育服务
    残疾人帮扶 退役军人安置 知识产权 营商环境 惠企政策 台湾青年创业
""")

CHANNELS = _words("""
    政府门户网站 政务微博 “东城政务”微信公众号 政府公报 新闻发布会 政务服务大厅 街道公告栏
    社区宣传橱窗 12345热线 区档案馆 区图书馆查阅点 在线访谈栏目 一图读懂专栏 政策问答平台 电子显示屏
""")

PROBLEMS = _words("""
    信息发布的及时性有待提高 政策解读形式较为单一 部分栏目更新不够主动 基层公开力量薄弱
    依申请公开答复的规范性还需加强 公开内容与群众需求仍有差距 业务科室配合不够紧密
    专题专栏检索不够方便 新媒体互动不足 历史文件清理尚不彻底
""")

MEASURES = _words("""
    健全常态化培训机制 优化栏目设置 丰富图文、视频等解读形式 加强队伍建设 完善考核通报制度
    推进政策文件集中公开 严格保密审查 做好与申请人的沟通 拓宽政民互动渠道 对照《条例》开展自查
    建立台账、逐项销号
""")

RARE = _words("""
    𠮷家胡同 㙍头村 彧园小区 芈河桥 ｅ网通办 Ⅲ级应急响应 35㎡保障房 ①号工程 PM2.5监测 5G智慧灯杆
    VR展厅 﨑岛渔港 龘龘书屋 犇犇牧场 垚山林场 翀宇航空馆 燊海艺术中心 赟德书院 夀山石展 邨史馆
    Café书吧 ＡＰＰ“京通” 邙岭 漷县 汨罗 亳州 儋州 涿鹿 郫都 渑池 濉溪 歙县 黟县 盱眙 睢宁 邳州
    沭阳 洮南 珲春 蛟河 磐石 桦甸 鄠邑 盩厔 郿县 汧阳 甪直 浒墅关 枨冲 硚口 䢺阳 嵊泗 岱山 柯桥 婺城
    衢江 缙云 遂昌 松阳 庆元 景宁 畲乡
""")

TEMPLATES = (
    "{year}年，{agency}坚持以人民为中心，紧紧围绕{topic}、{topic}等重点工作，持续推进政务公开标准化规范化。",
    "全年通过{channel}主动公开政府信息{n}条，其中规范性文件{n}件，财政预决算信息{n}条，工作动态{n}条。",
    "围绕{topic}领域发布政策解读{n}篇，组织开展{topic}在线访谈{n}期，群众满意度达到{p}%。",
    "收到政府信息公开申请{n}件，均已按照《中华人民共和国政府信息公开条例》的规定在法定期限内答复。",
    "申请内容主要涉及{topic}、{topic}和{rare}等方面，已与申请人充分沟通。",
    "严格落实信息发布“三审三校”制度，对{topic}类信息实行分级分类审核，确保没有涉密内容。",
    "一是{measure}；二是{measure}；三是{measure}。",
    "完善{channel}的检索功能，新增{topic}专题，累计访问{n}人次。",
    "加强对{office}等单位的业务指导，举办培训{n}次，参训{n}人次，覆盖{rare}、{rare}等点位。",
    "依托{channel}公开{rare}项目的招标、施工和验收情况，主动接受社会监督。",
    "因政府信息公开引起的行政复议{n}件、行政诉讼{n}件，无被纠正或者败诉的情形。",
    "存在的主要问题：{problem}，{problem}。",
    "下一步，我们将{measure}，{measure}，切实解决{problem}的问题。",
    "{district}各有关单位协同推进，{topic}信息的公开时效平均缩短{n}个工作日。",
    "未收取信息处理费。没有其他需要报告的事项。",
    "按照国办公开办函〔2021〕30号文件要求，对{n}项公开事项目录进行了调整，{rare}首次纳入目录。",
    "制作“{topic}”明白卡{n}张，在{rare}、{channel}等处发放，方便老年人了解{topic}政策。",
    "针对群众来信反映的{rare}{topic}问题，{office}在{n}个工作日内作出说明并予以公开。",
)  # fmt: skip

HEADINGS = (
    ("overview", "一、总体情况", 5),
    ("problems", "五、存在的主要问题及改进情况", 3),
    ("other", "六、其他需要报告的事项", 2),
)

ROWS = ("requests.new_requests", "requests.denied.state_secret", "disputes.review")


def reports(count: int, *, characters: int = 450, seed: int = 2023) -> Iterator[SearchSource]:
    """`count` reports in official order (agency by agency, newest year first) with about that much prose."""
    return islice(_all(characters, seed), count)


def _all(characters: int, seed: int) -> Iterator[SearchSource]:
    edition = 0
    while True:
        for folder, district in DISTRICTS.items():
            for office in OFFICES:
                for year in (2024, 2023, 2022, 2021):
                    chance = random.Random(f"{seed} {edition} {folder} {office[0]} {year}")
                    yield _report(chance, folder, district, office, year, edition, characters)
        edition += 1


def _report(
    chance: random.Random,
    folder: str,
    district: str,
    office: tuple[str, str, str, str, str],
    year: int,
    edition: int,
    characters: int,
) -> SearchSource:
    name, title_name, short, former, category = office
    place = district + (f"第{edition}分区" if edition else "")
    agency = place + title_name
    path = f"reports/{folder}{edition or ''}/{name}"
    has_requests = chance.random() < 0.6
    sections = tuple(
        (anchor, heading, _prose(chance, agency, place, year, characters * share // 10))
        for anchor, heading, share in HEADINGS
    )
    figures = {row: str(chance.randint(1, 90)) for row in ROWS if has_requests and chance.random() < 0.5}
    return SearchSource(
        url=f"{path}/{year}.html",
        title=f"{agency}{year}年政府信息公开工作年度报告",
        agency=agency,
        names=tuple(filter(None, (short, former and place + former))),
        agency_path=f"{path}/index.html",
        year=year,
        region=district,
        category=category,
        has_requests=has_requests,
        sections=sections,
        figures=figures,
    )


def _prose(chance: random.Random, agency: str, district: str, year: int, characters: int) -> str:
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < characters:
        sentence = chance.choice(TEMPLATES)
        for slot, words in (("topic", TOPICS), ("channel", CHANNELS), ("problem", PROBLEMS), ("rare", RARE)):
            while f"{{{slot}}}" in sentence:
                sentence = sentence.replace(f"{{{slot}}}", chance.choice(words), 1)
        while "{measure}" in sentence:
            sentence = sentence.replace("{measure}", chance.choice(MEASURES), 1)
        while "{n}" in sentence:
            sentence = sentence.replace("{n}", str(chance.randint(1, 4000)), 1)
        office = chance.choice(OFFICES)[1]
        paragraphs.append(
            sentence.format(
                year=year, agency=agency, district=district, office=office, p=chance.randint(800, 999) / 10
            )
        )
    return "\n".join(paragraphs)
