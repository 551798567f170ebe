package dev.alambic.bench.memory;

import dev.alambic.bench.Candidate;
import dev.alambic.bench.Setting;
import dev.alambic.bench.latency.OpenModel;
import dev.alambic.onnx.Graph;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import dev.alambic.onnx.runtime.PreparedRun;
import dev.alambic.onnx.runtime.Provider;
import dev.alambic.onnx.runtime.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The program of a child process that opens one model, runs it a few times, and writes down what memory that took.
 *
 * <p>The heap is touched in full when the process starts, so that what Java allocates meanwhile does not count.
 */
final class MemoryProbe {

    private static final int RUNS = 5;
    private static final String ANSWER = "answer";

    /**
     * What a process measured, each above the state before the session was opened, bytes; see
     * {@link dev.alambic.bench.Memory}.
     *
     * @param peak up to the end of the runs
     * @param loadPeak up to the open session
     * @param anon after the runs
     * @param file after the runs
     */
    record Sample(long peak, long loadPeak, long anon, long file) {

        void write(Path target) throws IOException {
            String text = LongStream.of(peak, loadPeak, anon, file)
                    .mapToObj(Long::toString)
                    .collect(Collectors.joining(" "));
            Files.writeString(target, text);
        }

        static Sample read(Path source) throws IOException {
            long[] numbers = Arrays.stream(Files.readString(source).split(" "))
                    .mapToLong(Long::parseLong)
                    .toArray();
            return new Sample(numbers[0], numbers[1], numbers[2], numbers[3]);
        }
    }

    private MemoryProbe() {}

    /** Takes the model file, the folder of inputs and answer, the threads and the provider. */
    public static void main(String[] arguments) throws IOException {
        Candidate candidate = new Candidate("model", Path.of(arguments[0]));
        Path folder = Path.of(arguments[1]);
        Setting setting = new Setting(1, Integer.parseInt(arguments[2]), Provider.valueOf(arguments[3]));
        measure(candidate, readFeeds(folder), setting).write(answer(folder));
    }

    private static Sample measure(Candidate candidate, Map<String, Tensor> feeds, Setting setting) {
        // loads the runtime, so that what it takes does not count
        Session.runtimeVersion();
        ProcessMemory before = ProcessMemory.now();
        try (OpenModel model = OpenModel.open(candidate, setting)) {
            ProcessMemory open = ProcessMemory.now();
            try (PreparedRun run = model.prepare(feeds)) {
                for (int i = 0; i < RUNS; i++) {
                    run.run();
                }
            }
            ProcessMemory after = ProcessMemory.now();
            return new Sample(
                    after.peakBytes() - before.peakBytes(),
                    open.peakBytes() - before.peakBytes(),
                    after.anonBytes() - before.anonBytes(),
                    after.fileBytes() - before.fileBytes());
        }
    }

    /** Stores {@code feeds} for the child: a model file carries named tensors already. */
    static void writeFeeds(Path folder, Map<String, Tensor> feeds) {
        OnnxModel.of(Graph.build("feeds", builder -> feeds.forEach(builder::initializer)), 17)
                .write(folder.resolve("feeds.onnx"));
    }

    private static Map<String, Tensor> readFeeds(Path folder) {
        return OnnxModel.read(folder.resolve("feeds.onnx")).graph().initializers();
    }

    static Path answer(Path folder) {
        return folder.resolve(ANSWER);
    }
}
