package dev.alambic.exporter;

import static dev.alambic.exporter.Expressions.tests;

import ai.djl.modality.cv.MultiBoxPrior;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Pools, and images brought to other sizes. */
class ImagesTest {

    @TestFactory
    Stream<DynamicTest> pools() {
        Map<String, UnaryOperator<NDArray>> cases = new TreeMap<>();
        cases.put("max", x -> Pool.maxPool2d(x, new Shape(2, 2), new Shape(2, 1), new Shape(1, 0), false));
        cases.put("max ceil", x -> Pool.maxPool2d(x, new Shape(3, 3), new Shape(2, 2), new Shape(0, 0), true));
        cases.put("average", x -> Pool.avgPool2d(x, new Shape(3, 3), new Shape(2, 2), new Shape(1, 1), false, true));
        cases.put(
                "average that ignores the flag",
                x -> Pool.avgPool2d(x, new Shape(3, 3), new Shape(1, 1), new Shape(1, 1), false, false));
        cases.put("global average", Pool::globalAvgPool2d);
        cases.put("global max", Pool::globalMaxPool2d);
        cases.put("Lp", x -> Pool.lpPool2d(x, 2, new Shape(3, 2), new Shape(2, 1), new Shape(0, 0), false));
        cases.put(
                "Lp of sequences",
                x -> Pool.lpPool1d(x.get(":, 0"), 4, new Shape(3), new Shape(2), new Shape(0), false));
        cases.put("global Lp", x -> Pool.globalLpPool2d(x, 2));
        cases.put(
                "max of sequences",
                x -> Pool.maxPool1d(x.get(":, 0"), new Shape(3), new Shape(2), new Shape(1), false));
        cases.put("global average of sequences", x -> Pool.globalAvgPool1d(x.get(":, 0")));
        return tests(cases);
    }

    @TestFactory
    Stream<DynamicTest> sizes() {
        Map<String, UnaryOperator<NDArray>> cases = new TreeMap<>();
        long[] larger = {15, 11};
        long[] smaller = {4, 3};
        cases.put("nearest larger", x -> interpolated(x, larger, 0));
        cases.put("nearest smaller", x -> interpolated(x, smaller, 0));
        cases.put("linear larger", x -> interpolated(x, larger, 1));
        cases.put("linear smaller", x -> interpolated(x, smaller, 1));
        cases.put("linear larger and smaller", x -> interpolated(x, new long[] {11, 3}, 1));
        cases.put("area", x -> interpolated(x, new long[] {3, 5}, 2));
        cases.put("cubic larger", x -> interpolated(x, larger, 3));
        cases.put("cubic smaller", x -> interpolated(x, smaller, 3));
        cases.put("resize", x -> x.transpose(0, 2, 3, 1).getNDArrayInternal().resize(9, 8, 1));
        cases.put("toTensor", x -> x.transpose(0, 2, 3, 1).getNDArrayInternal().toTensor());
        cases.put(
                "normalize",
                x -> x.get(":, :3").getNDArrayInternal().normalize(new float[] {0.1f, 0.2f, 0.3f}, new float[] {1, 2, 3
                }));
        cases.put("anchors", x -> anchors(x).mul(x.mean()));
        return tests(cases);
    }

    private static NDArray interpolated(NDArray x, long[] size, int mode) {
        return x.getNDArrayInternal().interpolation(size, mode, false);
    }

    private static NDArray anchors(NDArray x) {
        return MultiBoxPrior.builder()
                .setSizes(List.of(0.2f, 0.3f))
                .setRatios(List.of(1f, 2f, 0.5f))
                .build()
                .generateAnchorBoxes(x);
    }
}
