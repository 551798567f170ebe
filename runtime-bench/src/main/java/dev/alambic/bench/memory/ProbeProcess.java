package dev.alambic.bench.memory;

import dev.alambic.bench.record.Memory;
import dev.alambic.bench.record.Setting;
import dev.alambic.onnx.graph.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts a {@link MemoryProbe} in a fresh process and waits for its answer. */
final class ProbeProcess implements AutoCloseable {

    private static final long HEAP_BYTES = 48L << 20;
    private static final int LONGEST_MINUTES = 10;
    private static final String NATIVES = "onnxruntime.native.path";

    private final Path folder;

    private ProbeProcess(Path folder) {
        this.folder = folder;
    }

    /**
     * Measures the memory of one model once.
     *
     * @throws IOException if the process fails; the message has the first line that it wrote
     */
    static Memory run(Path model, Map<String, Tensor> feeds, Setting setting) throws IOException {
        try (ProbeProcess probe = new ProbeProcess(Files.createTempDirectory("alambic-memory"))) {
            MemoryProbe.writeFeeds(probe.folder, feeds);
            List<String> command = new ArrayList<>(java(feeds));
            command.addAll(List.of(
                    model.toAbsolutePath().toString(),
                    probe.folder.toString(),
                    Integer.toString(setting.threads()),
                    setting.provider().name()));
            return probe.answer(command);
        }
    }

    private static List<String> java(Map<String, Tensor> feeds) {
        long feedBytes = feeds.values().stream().mapToLong(Tensor::byteSize).sum();
        String heapKilobytes = (HEAP_BYTES + 4 * feedBytes) / 1024 + "k";
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms" + heapKilobytes,
                "-Xmx" + heapKilobytes,
                "-XX:+UseSerialGC",
                "-XX:+AlwaysPreTouch",
                "-XX:TieredStopAtLevel=1"));
        String natives = System.getProperty(NATIVES);
        if (natives != null) {
            command.add("-D" + NATIVES + "=" + natives);
        }
        command.add(MemoryProbe.class.getName());
        return command;
    }

    private Memory answer(List<String> command) throws IOException {
        Path log = folder.resolve("log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // not on the command line: ONNX Runtime 1.29 ends a process whose command line is longer than 4 kB
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        try {
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("no answer within " + LONGEST_MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException("exit code " + process.exitValue() + firstLine(log));
        }
        return MemoryProbe.answer(folder);
    }

    private static String firstLine(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.findFirst().map(line -> ": " + line).orElse("");
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
