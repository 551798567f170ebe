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
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether PyTorch computes rightly on this machine, tried once a process.
 *
 * <p>Its library oneDNN divides convolutions and recurrent layers by the sizes of the processor's caches. A virtual
 * machine that hides them (AMD, CPUID leaf 0x8000001D all zero) makes it compute wrong gradients without a word. So the
 * gradient of a small convolution in float32, which oneDNN computes, is held to that in float64, which it does not; if
 * they differ, oneDNN is turned off, which costs speed alone.
 */
public final class EngineArithmetic {

    /** Far above the rounding of float32, far below what was seen of wrong ones (0.45). */
    static final double TOLERANCE = 1e-3;

    private static final String ENGINE = "PyTorch";
    private static final Shape INPUT = new Shape(2, 4, 6, 6);
    private static final Shape WEIGHT = new Shape(8, 4, 3, 3);
    private static final Shape OUTPUT = new Shape(2, 8, 6, 6);
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
                    "%s computes the gradient of a convolution wrongly on this processor (expected a relative difference"
                            + " of at most %.0e between float32 and float64, was %.2g)",
                    ENGINE,
                    TOLERANCE,
                    left));
        }
        return true;
    }

    /** Returns max |g32 - g64| / max |g64|, g being the gradient of a convolution by its input. */
    static double difference() {
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] single = gradient(manager, DataType.FLOAT32);
            float[] exact = gradient(manager, DataType.FLOAT64);
            double difference = 0;
            double largest = 0;
            for (int i = 0; i < exact.length; i++) {
                difference = Math.max(difference, Math.abs(single[i] - exact[i]));
                largest = Math.max(largest, Math.abs(exact[i]));
            }
            return difference / largest;
        }
    }

    private static float[] gradient(NDManager manager, DataType type) {
        NDArray input = values(manager, INPUT, type);
        input.setRequiresGradient(true);
        NDArray bias = manager.zeros(new Shape(WEIGHT.get(0)), type);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray output = Conv2d.conv2d(input, values(manager, WEIGHT, type), bias, ONES, ONES, ONES, 1)
                    .singletonOrThrow();
            collector.backward(output.mul(values(manager, OUTPUT, type)).sum());
        }
        return input.getGradient().toType(DataType.FLOAT32, true).toFloatArray();
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
