package dev.alambic.bench.memory;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import dev.alambic.bench.latency.OpenModel;
import dev.alambic.bench.record.Memory;
import dev.alambic.bench.record.Resident;
import dev.alambic.bench.record.Setting;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.PreparedRun;
import dev.alambic.onnx.runtime.Provider;
import dev.alambic.onnx.runtime.RuntimeProfile;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The program of a child process that opens one model, runs it a few times, and writes down what memory that took.
 *
 * <p>The heap is touched in full when the process starts, so that what Java allocates meanwhile does not count.
 */
final class MemoryProbe {

    private static final int RUNS = 5;
    private static final String ANSWER = "answer.json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private MemoryProbe() {}

    /** Takes the model file, the folder of inputs and answer, the threads and the provider. */
    public static void main(String[] arguments) throws IOException {
        Candidate candidate = new Candidate("model", Path.of(arguments[0]));
        Path folder = Path.of(arguments[1]);
        Setting setting = new Setting(1, Integer.parseInt(arguments[2]), Provider.valueOf(arguments[3]));
        Memory measured = measure(candidate, readFeeds(folder), setting);
        Files.writeString(folder.resolve(ANSWER), MAPPER.writeValueAsString(measured));
    }

    private static Memory measure(Candidate candidate, Map<String, Tensor> feeds, Setting setting) {
        // loads the runtime, so that what it takes does not count
        Session.runtimeVersion();
        try (PeakWatch watch = PeakWatch.start()) {
            ProcessMemory before = ProcessMemory.now();
            watch.reset();
            try (OpenModel model = OpenModel.open(candidate, setting)) {
                Resident load = watch.above(before);
                watch.reset();
                try (PreparedRun run = model.prepare(feeds)) {
                    run(run, RUNS);
                    Resident peak = watch.above(before);
                    long allocated = allocatedPerRun(run);
                    long arena = arenaPeak(candidate, model.fitting(feeds), setting);
                    return new Memory(load, peak, arena, allocated, 1, 1);
                }
            }
        }
    }

    private static void run(PreparedRun run, int times) {
        for (int i = 0; i < times; i++) {
            run.run();
        }
    }

    @SuppressForbidden(reason = "what a thread allocates is told by the form of HotSpot alone; others give 0")
    private static long allocatedPerRun(PreparedRun run) {
        if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)) {
            return 0;
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        run(run, RUNS);
        return (threads.getCurrentThreadAllocatedBytes() - before) / RUNS;
    }

    /** Asks the runtime in a session of its own, after the peak was read. */
    private static long arenaPeak(Candidate candidate, Map<String, Tensor> feeds, Setting setting) {
        SessionOptions options =
                SessionOptions.defaults().withThreads(setting.threads()).withProvider(setting.provider());
        return RuntimeProfile.of(candidate.file(), feeds, options, 1, 1).arenaPeakBytes();
    }

    /** Stores {@code feeds} for the child: a model file carries named tensors already. */
    static void writeFeeds(Path folder, Map<String, Tensor> feeds) {
        OnnxModel.of(Graph.build("feeds", builder -> feeds.forEach(builder::initializer)), 17)
                .write(folder.resolve("feeds.onnx"));
    }

    private static Map<String, Tensor> readFeeds(Path folder) {
        return OnnxModel.read(folder.resolve("feeds.onnx")).graph().initializers();
    }

    /** Reads what the process wrote: of one sample, 0 standing for what is not known. */
    static Memory answer(Path folder) throws IOException {
        return MAPPER.readValue(Files.readString(folder.resolve(ANSWER)), Memory.class);
    }
}
