package dev.alambic.workbench.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A run in its process. */
final class Job {
    private static final long PATIENCE_SECONDS = 10;
    private static final int LAST_BYTES = 4000;

    private final Path folder;
    private final Process process;
    private final Path said;

    private Job(Path folder, Process process, Path said) {
        this.folder = folder;
        this.process = process;
        this.said = said;
    }

    /**
     * Starts a process.
     *
     * @param folder of the run
     */
    static Job start(Path folder, ProcessBuilder program) throws IOException {
        Path said = Files.createTempFile("alambic-run", ".log");
        Process process;
        try {
            process = program.redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            process.getOutputStream().close();
        } catch (IOException e) {
            Files.deleteIfExists(said);
            throw e;
        }
        return new Job(folder, process, said);
    }

    Path folder() {
        return folder;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Returns whether the process has ended within this time. */
    boolean endsWithin(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !isRunning();
        }
    }

    /** Ends the process, by force if it does not end by itself; the run goes on from what is on disk. */
    void stop() {
        process.destroy();
        if (!endsWithin(PATIENCE_SECONDS * 1000)) {
            process.destroyForcibly();
            endsWithin(PATIENCE_SECONDS * 1000);
        }
    }

    /** Returns the last line that the program wrote, in which it says why it ended. */
    String lastWords() {
        try {
            byte[] all = Files.readAllBytes(said);
            int from = Math.max(0, all.length - LAST_BYTES);
            String text = new String(all, from, all.length - from, StandardCharsets.UTF_8);
            List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
            return lines.stream()
                    .filter(line -> line.startsWith("alambic: "))
                    .findFirst()
                    .map(line -> line.substring("alambic: ".length()))
                    .orElse(lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1));
        } catch (IOException e) {
            return "it said nothing";
        }
    }

    /** Removes what it wrote. */
    void forget() {
        try {
            Files.deleteIfExists(said);
        } catch (IOException e) {
            // the system clears its folder of temporary files
        }
    }
}
