@echo off
rem Runs Alambic; builds it first where it was not built, or where its sources have changed.
rem   ALAMBIC_JAVA_OPTS   more options for Java, for example -Xmx8g
rem   ALAMBIC_PROFILES    Maven profiles to build with, for example models or models,cuda; kept until another is given
setlocal
set "ALAMBIC_DIR=%~dp0"
set "ALAMBIC_TARGET=%ALAMBIC_DIR%cli\target"
set "ALAMBIC_STAMP=%ALAMBIC_TARGET%\lib\.built"
set "ALAMBIC_CLASSPATH=%ALAMBIC_TARGET%\alambic-cli.jar;%ALAMBIC_TARGET%\lib\*"
set "ALAMBIC_ARCHIVE=%ALAMBIC_TARGET%\alambic.jsa"
set "ALAMBIC_JAVA=java"
if defined JAVA_HOME set "ALAMBIC_JAVA=%JAVA_HOME%\bin\java"
"%ALAMBIC_JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo alambic: Java is missing: install a JDK of version 17 or newer 1>&2
  exit /b 70
)
set "ALAMBIC_BUILT="
if exist "%ALAMBIC_STAMP%" set /p ALAMBIC_BUILT=<"%ALAMBIC_STAMP%"
if not defined ALAMBIC_PROFILES set "ALAMBIC_PROFILES=%ALAMBIC_BUILT%"
if not exist "%ALAMBIC_STAMP%" goto build
if not "%ALAMBIC_PROFILES%"=="%ALAMBIC_BUILT%" goto build
powershell -NoProfile -Command "$built = (Get-Item -Force '%ALAMBIC_STAMP%').LastWriteTimeUtc; $roots = @('%ALAMBIC_DIR%pom.xml', '%ALAMBIC_DIR%recipes') + @(Get-ChildItem '%ALAMBIC_DIR%*\pom.xml', '%ALAMBIC_DIR%*\src\main'); if (Get-ChildItem -Recurse $roots | Where-Object { $_.LastWriteTimeUtc -gt $built } | Select-Object -First 1) { exit 1 }"
if errorlevel 1 goto build
goto start

:build
where mvn >nul 2>&1
if errorlevel 1 (
  echo alambic: Maven is missing: install Maven 3.8.7 or newer to build 1>&2
  exit /b 70
)
if not exist "%ALAMBIC_TARGET%" mkdir "%ALAMBIC_TARGET%"
echo alambic: building, the first time takes some minutes... 1>&2
if not "%ALAMBIC_PROFILES%"=="%ALAMBIC_BUILT%" if exist "%ALAMBIC_TARGET%\lib" rd /s /q "%ALAMBIC_TARGET%\lib"
set "ALAMBIC_MAVEN="
if defined ALAMBIC_PROFILES set ALAMBIC_MAVEN="-P%ALAMBIC_PROFILES%"
pushd "%ALAMBIC_DIR%"
call mvn -q -B %ALAMBIC_MAVEN% -pl cli -am package -Dquick -DskipTests -Dspotless.check.skip -Dforbiddenapis.skip -Dmdep.analyze.skip > "%ALAMBIC_TARGET%\build.log" 2>&1
if errorlevel 1 (
  popd
  type "%ALAMBIC_TARGET%\build.log" 1>&2
  echo alambic: the build failed; all of its output is in %ALAMBIC_TARGET%\build.log 1>&2
  exit /b 70
)
popd
if exist "%ALAMBIC_ARCHIVE%" del "%ALAMBIC_ARCHIVE%"
rem the stamp holds the profiles of the build
<nul set /p "=%ALAMBIC_PROFILES%" > "%ALAMBIC_STAMP%"

:start
rem classes that most starts load, in the form that Java has them in memory; Java leaves an archive of other jars aside
if not exist "%ALAMBIC_ARCHIVE%" "%ALAMBIC_JAVA%" -Xshare:auto "-XX:ArchiveClassesAtExit=%ALAMBIC_ARCHIVE%" -XX:+UseSerialGC -Djava.awt.headless=true -Dai.djl.offline=true -cp "%ALAMBIC_CLASSPATH%" dev.alambic.cli.Archive "%ALAMBIC_TARGET%\archived" >nul 2>&1
set "ALAMBIC_ARCHIVED="
if exist "%ALAMBIC_ARCHIVE%" set ALAMBIC_ARCHIVED="-XX:SharedArchiveFile=%ALAMBIC_ARCHIVE%"
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=passive"
set "OPT_OUT_TRACKING=true"
"%ALAMBIC_JAVA%" -Xshare:auto %ALAMBIC_ARCHIVED% "-Xlog:cds*=off" -XX:+UseSerialGC -Xms32m -XX:-UsePerfData -Djava.awt.headless=true -Dai.djl.offline=true %ALAMBIC_JAVA_OPTS% -cp "%ALAMBIC_CLASSPATH%" dev.alambic.cli.Main %*
