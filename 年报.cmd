@echo off
rem The menu for Windows: one key for each command of build.py.
rem
rem Why it looks the way it does:
rem - cmd.exe reads this file in the console's code page, which on Chinese Windows is not UTF-8. So nothing
rem   but ASCII stands above the line that changes the code page, and labels stay ASCII everywhere.
rem - The file has no byte order mark (cmd would take it for a command) and CRLF line ends (with LF alone
rem   cmd can miss a label).
rem - "choice" takes one key and nothing else, so no typed text is ever read as part of a command.
rem - Text that is typed (an agency's name) goes through !delayed! variables, which cmd does not read again.
rem   That is why the texts below never hold an ASCII exclamation mark.
chcp 65001 >nul
setlocal enableextensions enabledelayedexpansion
title nianbao

rem Double-clicked from anywhere, or started as administrator: the folder of this file is the project.
cd /d "%~dp0"

rem py finds the newest Python, whether or not it is in PATH; the name "python" may open a shop instead.
where py >nul 2>nul
if errorlevel 1 goto nopython

:menu
echo.
echo   年报：政府信息公开工作年度报告
echo.
echo     1  生成　　　　　核对全部年报，没有必改的问题就生成网站
echo     2  检查　　　　　只核对，不生成
echo     3  检查并改符号　改好输入法符号一类的问题，数值不动
echo     4  预览　　　　　在浏览器里看；结束预览按 Ctrl+C，再按 N
echo     5  新建　　　　　新建一份年报，每一格都是待填
echo     6  导入　　　　　把已有的年报（Word、Excel、网页、PDF）读进来
echo     7  开年　　　　　给每个单位备好填报表和正文，写好年报底稿
echo     8  台账　　　　　每个单位的年报到了哪一步
echo     9  反馈　　　　　给有问题的单位各写一张 Word 反馈单
echo     A  清样　　　　　给可以发布的年报各印一份 Word 送审稿
echo     B  发布　　　　　给可以发布的年报写上发布日期
echo     C  更正　　　　　发布以后改了数，写好更正的样子
echo     0  退出
echo.
echo   请按上面的一个键（不用按回车）：
choice /c 123456789ABC0 /n
rem "if errorlevel n" means n or more, so the last key comes first; 0 means Ctrl+C.
if errorlevel 13 goto end
if errorlevel 12 goto correct
if errorlevel 11 goto release
if errorlevel 10 goto proof
if errorlevel 9 goto return
if errorlevel 8 goto status
if errorlevel 7 goto open
if errorlevel 6 goto import
if errorlevel 5 goto new
if errorlevel 4 goto serve
if errorlevel 3 goto fix
if errorlevel 2 goto check
if errorlevel 1 goto build
goto end

:build
py -3 build.py build
goto done

:check
py -3 build.py check
goto done

:fix
py -3 build.py check --fix
goto done

:serve
py -3 build.py serve
goto done

:new
echo.
echo   单位写全称、简称，或文件夹的路径（例如 dongcheng/jiaowei）；新单位写路径。直接按回车就是不建了。
set "unit="
set /p "unit=  单位："
if not defined unit goto menu
set "year="
set /p "year=  年份（例如 2024）："
if not defined year goto menu
echo   已经登记过的单位，下面直接按回车。
set "name="
set /p "name=  新单位的全称："
if defined name (
  py -3 build.py new "!unit!" "!year!" --name "!name!"
) else (
  py -3 build.py new "!unit!" "!year!"
)
goto done

:import
echo.
echo   把文件或文件夹拖到这个窗口里，按回车。直接按回车就是不导入了。
set "files="
set /p "files=  文件："
if not defined files goto menu
rem A path that is dragged in comes in quotes when it holds blanks.
set "files=!files:"=!"
py -3 build.py import "!files!"
goto done

:open
call :ask
if not defined year goto menu
set "day="
set /p "day=  请单位哪一天以前报送（例如 1月10日，不写就按回车）："
if defined day (
  py -3 build.py open "!year!" --before "!day!"
) else (
  py -3 build.py open "!year!"
)
goto done

:status
call :ask
if not defined year goto menu
py -3 build.py status "!year!"
goto done

:return
call :ask
if not defined year goto menu
set "day="
set /p "day=  请单位哪一天以前反馈（例如 1月20日，不写就按回车）："
if defined day (
  py -3 build.py return "!year!" --before "!day!"
) else (
  py -3 build.py return "!year!"
)
goto done

:proof
call :ask
if not defined year goto menu
py -3 build.py proof "!year!"
goto done

:release
call :ask
if not defined year goto menu
set "day="
set /p "day=  发布日期（例如 2025-01-26）："
if not defined day goto menu
py -3 build.py release "!year!" --date "!day!"
goto done

:correct
echo.
echo   单位写全称、简称，或文件夹的路径。直接按回车就是不写了。
set "unit="
set /p "unit=  单位："
if not defined unit goto menu
call :ask
if not defined year goto menu
py -3 build.py correct "!unit!" "!year!"
goto done

:ask
rem The year, for the commands of January; the menu again without one.
echo.
set "year="
set /p "year=  哪一年的年报（例如 2024）："
exit /b

:done
rem Without a pause the window would scroll the findings away under the menu.
echo.
pause
goto menu

:nopython
echo.
echo   没有找到 Python。请先安装 Python 3.11 或更新的版本，安装时勾选 py launcher，然后再双击这个文件。
echo.
pause

:end
endlocal
