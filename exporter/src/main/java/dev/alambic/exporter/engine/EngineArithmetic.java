package dev.alambic.exporter.engine;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.GradientCollector;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether PyTorch computes rightly on this machine, tried once a process.
 *
 * <p>Its library oneDNN divides convolutions and recurrent layers by the sizes of the processor's caches. A virtual
 * machine that hides them (AMD, CPUID leaf 0x8000001D all zero) makes it compute wrong results and gradients without a
 * word, on each set of instructions for other shapes: those whose channels it has to fill up. So some small
 * convolutions in float32, which oneDNN computes, are held to those in float64, which it does not; if they differ,
 * oneDNN is turned off, which costs speed alone.
 */
public final class EngineArithmetic {

    /** Far above the rounding of float32, far below what was seen of wrong ones (0.13 to 0.65). */
    static final double TOLERANCE = 1e-3;

    private static final String ENGINE = "PyTorch";
    private static final int BATCH = 2;
    private static final int KERNEL = 3;

    /**
     * A convolution that is tried.
     *
     * @param channels of its input, not of a multiple of what a register holds: 4, 8 or 16
     * @param filters likewise
     * @param side of its input and output
     */
    private record Convolution(int channels, int filters, int side) {
        Shape input() {
            return new Shape(BATCH, channels, side, side);
        }

        Shape weight() {
            return new Shape(filters, channels, KERNEL, KERNEL);
        }

        Shape output() {
            return new Shape(BATCH, filters, side, side);
        }
    }

    private static final List<Convolution> TRIED = List.of(
            new Convolution(4, 8, 6),
            new Convolution(8, 12, 4),
            new Convolution(20, 12, 7),
            new Convolution(17, 20, 5));

    private static final Shape ONES = new Shape(1, 1);

    private EngineArithmetic() {}

    /** The outcome of the only trial. */
    private static final class Trial {
        static final boolean WITHOUT_ONE_DNN = withoutOneDnn();
    }

    /**
     * Makes sure that the default engine, if it is PyTorch, computes rightly.
     *
     * @return whether oneDNN had to be turned off for that
     * @throws UnsupportedModelException if it computes wrongly and cannot be mended
     */
    public static boolean ensure() {
        return Trial.WITHOUT_ONE_DNN;
    }

    private static boolean withoutOneDnn() {
        if (!Engine.getDefaultEngineName().equals(ENGINE) || difference() <= TOLERANCE) {
            return false;
        }
        turnOneDnnOff();
        double left = difference();
        if (left > TOLERANCE) {
            throw new UnsupportedModelException(String.format(
                    Locale.ROOT,
                    "%s computes convolutions wrongly on this processor (expected a relative difference"
                            + " of at most %.0e between float32 and float64, was %.2g)",
                    ENGINE,
                    TOLERANCE,
                    left));
        }
        return true;
    }

    /** Returns max |a32 - a64| / max |a64|, a being results of convolutions and their gradients; the largest of all. */
    static double difference() {
        double largest = 0;
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Convolution tried : TRIED) {
                List<float[]> single = results(manager, tried, DataType.FLOAT32);
                List<float[]> exact = results(manager, tried, DataType.FLOAT64);
                for (int i = 0; i < exact.size(); i++) {
                    largest = Math.max(largest, difference(single.get(i), exact.get(i)));
                }
            }
        }
        return largest;
    }

    private static double difference(float[] single, float[] exact) {
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < exact.length; i++) {
            double apart = Math.abs(single[i] - exact[i]);
            difference = Double.isNaN(apart) ? Double.POSITIVE_INFINITY : Math.max(difference, apart);
            largest = Math.max(largest, Math.abs(exact[i]));
        }
        return difference / largest;
    }

    /** Returns the result of a convolution, and its gradients by input and weight. */
    private static List<float[]> results(NDManager manager, Convolution tried, DataType type) {
        NDArray input = values(manager, tried.input(), type);
        NDArray weight = values(manager, tried.weight(), type);
        input.setRequiresGradient(true);
        weight.setRequiresGradient(true);
        NDArray bias = manager.zeros(new Shape(tried.filters()), type);
        NDArray output;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            output = Conv2d.conv2d(input, weight, bias, ONES, ONES, ONES, 1).singletonOrThrow();
            collector.backward(output.mul(values(manager, tried.output(), type)).sum());
        }
        return List.of(floats(output), floats(input.getGradient()), floats(weight.getGradient()));
    }

    private static float[] floats(NDArray array) {
        return array.toType(DataType.FLOAT32, true).toFloatArray();
    }

    private static NDArray values(NDManager manager, Shape shape, DataType type) {
        return manager.arange((int) shape.size())
                .toType(type, true)
                .mul(0.37)
                .sin()
                .reshape(shape);
    }

    /** Calls {@code at::globalContext().setUserEnabledMkldnn(false)}, which DJL does not offer. */
    private static void turnOneDnnOff() {
        library().ifPresent(path -> {
            NativeLibrary torch = NativeLibrary.getInstance(path);
            Pointer context = torch.getFunction("_ZN2at13globalContextEv").invokePointer(new Object[0]);
            torch.getFunction("_ZN2at7Context20setUserEnabledMkldnnEb").invokeVoid(new Object[] {context, 0});
        });
    }

    /** Returns where the engine's library was loaded from; empty where the system does not tell. */
    private static Optional<String> library() {
        try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return mappings.filter(line -> line.endsWith("/libtorch_cpu.so"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
