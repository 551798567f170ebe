package dev.alambic.onnx.measure;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.management.ThreadMXBean;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.PreparedRun;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * What {@link Session} adds to a bare call of ONNX Runtime on a model of 16 products: once with input and output copied
 * at each call, once with the input left in the runtime's memory and the output discarded. In alternation; the medians
 * of the ratios of neighbouring blocks.
 */
public final class WrapperOverhead {

    private static final int ROUNDS = 301;
    private static final int CALLS = 1000;
    private static final int WARM_UP = 30;
    private static final float[] INPUT = {1, 2, 3, 4, 5, 6, 7, 8};

    private WrapperOverhead() {}

    @FunctionalInterface
    private interface Call {
        void run() throws OrtException;
    }

    public static void main(String[] arguments) throws Exception {
        OnnxModel model = GraphText.model(
                "x: float[batch, 8]\ny = MatMul(x, w)\nreturn y: float[batch, 2]",
                builder -> builder.initializer("w", Tensor.ofFloats(new float[16], 8, 2)));
        Path file = Files.createTempFile("tiny", ".onnx");
        model.write(file);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Tensor input = Tensor.ofFloats(INPUT, 1, 8);
        try (Session ours = Session.open(file, SessionOptions.defaults());
                OrtSession.SessionOptions options = options();
                OrtSession bare = environment.createSession(file.toString(), options);
                PreparedRun prepared = ours.prepare(Map.of("x", input));
                OnnxTensor ready = tensor(environment)) {
            compare("copying", () -> ours.run(Map.of("x", input)), () -> copying(environment, bare));
            compare(
                    "prepared",
                    prepared::run,
                    () -> bare.run(Map.of("x", ready)).close());
        } finally {
            Files.delete(file);
        }
    }

    private static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        return options;
    }

    private static OnnxTensor tensor(OrtEnvironment environment) throws OrtException {
        FloatBuffer buffer = ByteBuffer.allocateDirect(Float.BYTES * INPUT.length)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        return OnnxTensor.createTensor(environment, buffer.put(INPUT).flip(), new long[] {1, INPUT.length});
    }

    /** Does what anybody must do who has an array and wants one. */
    private static void copying(OrtEnvironment environment, OrtSession session) throws OrtException {
        try (OnnxTensor input = tensor(environment);
                OrtSession.Result result = session.run(Map.of("x", input))) {
            float[] output = new float[2];
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(output);
        }
    }

    private static void compare(String name, Call ours, Call bare) throws OrtException {
        double[] ratios = new double[ROUNDS];
        double[] bareNanos = new double[ROUNDS];
        double[] oursNanos = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            boolean oursFirst = round % 2 == 0;
            double first = block(oursFirst ? ours : bare);
            double second = block(oursFirst ? bare : ours);
            if (round >= 0) {
                bareNanos[round] = oursFirst ? second : first;
                oursNanos[round] = oursFirst ? first : second;
                ratios[round] = oursNanos[round] / bareNanos[round];
            }
        }
        Arrays.sort(ratios);
        Arrays.sort(bareNanos);
        Arrays.sort(oursNanos);
        System.out.printf(
                Locale.ROOT,
                "%s: bare %.2f µs, ours / bare %.3f (quartiles %.3f to %.3f), fastest tenths %.3f, Java bytes a call: bare %d,"
                        + " ours %d%n",
                name,
                bareNanos[ROUNDS / 2] / 1000,
                ratios[ROUNDS / 2],
                ratios[ROUNDS / 4],
                ratios[3 * ROUNDS / 4],
                oursNanos[ROUNDS / 10] / bareNanos[ROUNDS / 10],
                allocated(bare),
                allocated(ours));
    }

    private static double block(Call call) throws OrtException {
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
        return (System.nanoTime() - start) / (double) CALLS;
    }

    private static long allocated(Call call) throws OrtException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
    }
}
