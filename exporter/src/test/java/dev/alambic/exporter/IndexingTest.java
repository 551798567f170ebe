package dev.alambic.exporter;

import static dev.alambic.exporter.Expressions.tests;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.alambic.onnx.OnnxModel;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Elements by numbers, slices, arrays of positions and masks, read and assigned. */
class IndexingTest {

    @TestFactory
    Stream<DynamicTest> parts() {
        Map<String, UnaryOperator<NDArray>> cases = new TreeMap<>();
        cases.put("index", x -> x.get("..., 2"));
        cases.put("index fixed", x -> x.get(":, -1, 1:4:2"));
        cases.put(
                "index new axis",
                x -> x.get(new NDIndex().addAllDim().addSliceDim(1, 3).addEllipseDim()));
        cases.put("index by an array", x -> x.get(":, {}", x.getManager().create(new long[] {3, 0, 3})));
        cases.put("two arrays", x -> x.get(":, {}, {}", longs(x, 0, 3, 1), longs(x, 5, 0, 2)));
        cases.put(
                "two arrays that broadcast",
                x -> x.get("..., {}, {}", longs(x, 0, 3).expandDims(1), longs(x, 4, 0)));
        cases.put("two arrays apart", x -> x.get(":, {}, :, {}", longs(x, 0, 3, 1), longs(x, 4, 0, 2)));
        cases.put("array and slice", x -> x.get(":, 1:3, {}, ::2", longs(x, 0, 5, 1)));
        cases.put("array and number", x -> x.get(":, 2, {}", longs(x, 0, -1, 1)));
        cases.put(
                "matrix of positions", x -> x.get(":, {}", longs(x, 0, 3, 1, 2).reshape(2, 2)));
        cases.put(
                "positions that are computed",
                x -> x.get(":, :, {}", x.get("0, 0, :, 0").argSort()));
        cases.put(
                "pick",
                x -> x.get(new NDIndex().addAllDim(3).addPickDim(x.argMax(3).expandDims(3))));
        cases.put("scalar", x -> x.mul(x.getScalar(0, 1, 2, 3)));
        cases.put("gather", x -> x.gather(x.argSort(2), 2));
        cases.put("gather fewer", x -> x.gather(x.argMax(1).expandDims(1), 1));
        cases.put("gatherNd", x -> x.gatherNd(longs(x, 0, 0, 0, 3, 2, 1).reshape(2, 3)));
        cases.put("take", x -> x.take(longs(x, 0, 7, 3)));
        cases.put("oneHot", x -> x.argMax(3).oneHot(5).mul(x));
        cases.put("oneHot of a type", x -> x.argMax(3).oneHot(6, DataType.INT32));
        return tests(cases);
    }

    @TestFactory
    Stream<DynamicTest> assignments() {
        Map<String, UnaryOperator<NDArray>> cases = new TreeMap<>();
        cases.put("assign a number", x -> {
            NDArray y = x.mul(2);
            y.set(new NDIndex(":, 1:3, ..., -1"), 7);
            return y;
        });
        cases.put("assign an array", x -> {
            NDArray y = x.mul(2);
            y.set(new NDIndex(":, 1:3"), x.get(":, 2:4"));
            return y;
        });
        cases.put("assign with a step", x -> {
            NDArray y = x.mul(2);
            y.set(new NDIndex(":, ::2, 1::3"), x.get(":, 1:3, 2:4"));
            return y;
        });
        cases.put("assign along the batch", x -> {
            NDArray y = x.mul(2);
            y.set(new NDIndex("1:, 1"), x.get(":1, 0"));
            return y;
        });
        cases.put("assign all", x -> {
            NDArray y = x.mul(2);
            y.set(new NDIndex("..."), x.get(":, 0:1"));
            return y.add(x);
        });
        cases.put("assign by an array", x -> {
            NDArray y = x.transpose(1, 0, 2, 3).mul(2);
            y.set(new NDIndex("{}", longs(x, 3, 1)), x.transpose(1, 0, 2, 3).get("0:2"));
            return y;
        });
        cases.put("assign by two arrays", x -> {
            NDArray y = x.transpose(1, 2, 0, 3).mul(2);
            y.set(new NDIndex("{}, {}", longs(x, 3, 1), longs(x, 0, 5)), 7f);
            return y;
        });
        cases.put("assign a number by a mask", x -> {
            NDArray y = x.mul(2);
            y.set(x.gt(0.5), 7);
            return y;
        });
        cases.put("assign by a mask of the first axes", x -> {
            NDArray y = x.mul(2);
            y.set(new NDIndex("{}", x.get("..., 0").gt(0.5)), 7);
            return y;
        });
        cases.put("assign a function of it", x -> {
            NDArray y = x.mul(2);
            y.set(new NDIndex(":, 1:3"), part -> part.mul(3));
            return y;
        });
        cases.put("assign a scalar", x -> {
            NDArray y = x.mul(2);
            y.setScalar(new NDIndex(0, 1, 2, 3), 7);
            return y;
        });
        cases.put("overwrite", x -> {
            NDArray y = x.get("0, 0, 0, :2").mul(2);
            y.set(new float[] {3, 4});
            return x.get("..., :2").mul(y);
        });
        cases.put("copy into", x -> {
            NDArray y = x.zerosLike();
            x.mul(3).copyTo(y);
            return y.add(1);
        });
        cases.put("put", x -> x.get(":, 0, 0").flatten().put(longs(x, 1, 4), x.get("0, 1, 1, :2")));
        cases.put("put into a matrix", x -> x.put(longs(x, 1, 40), x.get("0, 1, 1, :2")));
        cases.put("scatter", x -> x.scatter(x.get(":, :2").mul(0).toType(DataType.INT64, false), x.get(":, 2:"), 1));
        return tests(cases);
    }

    @TestFactory
    Stream<DynamicTest> masks() {
        Map<String, UnaryOperator<NDArray>> cases = new TreeMap<>();
        cases.put("all elements", x -> x.get(x.gt(0.5)));
        cases.put("mean of some", x -> x.mul(x.get(x.gt(0.5)).mean()));
        cases.put("rows", x -> x.get(x.get(":, 0, 0, 0").gte(x.get(":, 0, 0, 0").mean())));
        cases.put(
                "an axis",
                x -> x.get(":, {}", x.get("0, :, 0, 0").gte(x.get("0, :, 0, 0").mean())));
        cases.put("two axes", x -> x.get(x.get(":, :, 0, 0").gt(0)));
        cases.put("constant", x -> x.get(":, :, :, {}", mask(x, true, false, true, true, false)));
        cases.put("booleanMask", x -> x.booleanMask(x.gt(0.5)));
        cases.put("nonzero", x -> x.gt(0.5).nonzero());
        return tests(cases);
    }

    @Test
    void howManyAMaskSelectsHasNoSize() {
        OnnxModel selected = Expressions.export(x -> x.get(x.gt(0.5)));
        OnnxModel constant = Expressions.export(x -> x.get(":, :, :, {}", mask(x, true, false, true, true, false)));

        assertThat(selected.graph().outputs().get(0)).hasToString("output: float[?]");
        assertThat(constant.graph().outputs().get(0)).hasToString("output: float[batch, 4, 6, 3]");
    }

    private static NDArray longs(NDArray x, long... numbers) {
        return x.getManager().create(numbers);
    }

    private static NDArray mask(NDArray x, boolean... elements) {
        return x.getManager().create(elements);
    }
}
