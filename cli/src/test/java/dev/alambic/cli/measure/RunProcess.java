package dev.alambic.cli.measure;

import dev.alambic.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a recipe in a process of its own; Linux only. */
final class RunProcess {

    private RunProcess() {}

    /** Returns the most memory that the process had, kilobytes; see proc(5), VmHWM. */
    static long peak(Path recipe, Path out) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms32m",
                "-Djava.awt.headless=true",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                recipe.toString(),
                "--out",
                out.toString()));
        Process process = new ProcessBuilder(command).inheritIO().start();
        long peak = 0;
        while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, now(process.pid()));
        }
        if (process.exitValue() != 0) {
            throw new IOException("the run ended with " + process.exitValue());
        }
        return peak;
    }

    private static long now(long process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // it has ended
        }
    }
}
