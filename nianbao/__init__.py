"""年报: checks and publishes 政府信息公开工作年度报告. Importing it imports nothing else."""

VERSION = "0.1.0"
