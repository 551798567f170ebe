package dev.alambic.onnx.runtime;

import dev.alambic.onnx.graph.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where the time of a run goes, by the runtime's own profile. Writing it takes time of itself, so that its runs are
 * slower than others: take shares from it, not latency.
 *
 * @param runs that are counted: the faster half, so that what else the machine does shows less
 * @param runMicros mean time of one of them, µs
 * @param arenaPeakBytes the most that the runtime's allocator had in use at once, after the first run; 0 if unknown
 * @param kernels in the order of execution
 */
public record RuntimeProfile(int runs, double runMicros, long arenaPeakBytes, List<KernelTime> kernels) {

    public RuntimeProfile {
        kernels = List.copyOf(kernels);
    }

    /** Returns the time that the kernels took together, µs; the rest of a run is the runtime's own. */
    public double kernelMicros() {
        return kernels.stream().mapToDouble(KernelTime::micros).sum();
    }

    /**
     * Runs {@code model} and reads what the runtime wrote down; see {@link Session#open(Path, SessionOptions)} for
     * failures.
     *
     * @param warmUp runs that are not counted
     * @param runs to count, of which the faster half is
     */
    public static RuntimeProfile of(
            Path model, Map<String, Tensor> feeds, SessionOptions options, int warmUp, int runs) {
        try {
            Path folder = Files.createTempDirectory("alambic-profile-");
            try {
                return ProfileReader.read(record(model, feeds, options, folder, warmUp + runs), warmUp);
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("temporary folder: cannot be written: " + e.getMessage(), e);
        }
    }

    private static Path record(Path model, Map<String, Tensor> feeds, SessionOptions options, Path folder, int runs) {
        try (Session session = Session.open(model, options.withProfile(folder.resolve("profile")));
                PreparedRun run = session.prepare(feeds)) {
            for (int i = 0; i < runs; i++) {
                run.run();
            }
            return session.endProfile();
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
