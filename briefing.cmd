@echo off
py -3 "%~dp0.ci\prepare.py" && "%~dp0.venv\Scripts\briefing.exe" %*
