package dev.alambic.exporter;

import static dev.alambic.exporter.Expressions.tests;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Sums and extrema along axes, running sums, and orders. */
class ReductionsTest {

    @TestFactory
    Stream<DynamicTest> reductions() {
        Map<String, UnaryOperator<NDArray>> cases = new TreeMap<>();
        cases.put("sum", x -> x.sum(new int[] {1, -1}));
        cases.put("sum all", x -> x.sub(x.sum()));
        cases.put("mean", x -> x.mean(new int[] {2}, true));
        cases.put("max", x -> x.max(new int[] {-1}));
        cases.put("min", x -> x.min(new int[] {1}, true));
        cases.put("prod", x -> x.prod(new int[] {2}));
        cases.put("norm", x -> x.norm(new int[] {1, 2}, true));
        cases.put("softmax", x -> x.softmax(-1));
        cases.put("logSoftmax", x -> x.logSoftmax(1));
        cases.put("cumSum", x -> x.cumSum(1));
        cases.put("argMax", x -> x.argMax(-1).toType(DataType.FLOAT32, false));
        cases.put("mean all", x -> x.sub(x.mean()));
        cases.put("max all", x -> x.sub(x.max()));
        cases.put("min all", x -> x.sub(x.min()));
        cases.put("prod all", x -> x.sub(x.abs().add(0.5).clip(0.9, 1.1).prod()));
        cases.put("norm all", x -> x.div(x.norm()));
        cases.put("norm all kept", x -> x.div(x.norm(true)));
        cases.put("norm of order 1", x -> x.norm(1, new int[] {-1, 1}, false));
        cases.put("norm of order 3", x -> x.norm(3, new int[] {2}, true));
        cases.put("normalize", NDArray::normalize);
        cases.put("normalize by the sum", x -> x.normalize(1, -1));
        cases.put("cumSum of all", x -> x.flatten().cumSum());
        cases.put("cumProd", x -> x.cumProd(2));
        cases.put("cumProd along the batch", x -> x.cumProd(0));
        cases.put(
                "cumProd of a type", x -> x.mul(2).toType(DataType.INT32, false).cumProd(3, DataType.FLOAT32));
        cases.put("diff", x -> x.diff(1, 2));
        cases.put("diff twice along the batch", x -> x.concat(x.neg()).diff(2, 0));
        cases.put("any", x -> x.gt(1.5).any().toType(DataType.FLOAT32, false).add(x));
        cases.put("all", x -> x.gt(-9).all().toType(DataType.FLOAT32, false).mul(x));
        cases.put("countNonzero", x -> x.gt(0).countNonzero(1));
        cases.put("countNonzero of all", x -> x.gt(0).countNonzero().mul(x));
        return tests(cases);
    }

    @TestFactory
    Stream<DynamicTest> order() {
        Map<String, UnaryOperator<NDArray>> cases = new TreeMap<>();
        cases.put("argMax of all", x -> x.argMax().mul(x));
        cases.put("argMin", x -> x.argMin(1).add(x.argMin()));
        cases.put("sort", NDArray::sort);
        cases.put("sort along the batch", x -> x.sort(0));
        cases.put("argSort", x -> x.argSort(2));
        cases.put("argSort descending", x -> x.argSort(1, false));
        cases.put("topK", x -> x.topK(3, 2).get(0));
        cases.put("topK smallest", x -> x.topK(3, 1, false, true).get(1));
        cases.put("median", NDArray::median);
        cases.put("median of an even number", x -> x.median(new int[] {1}));
        cases.put("percentile", x -> x.percentile(30));
        cases.put("percentile of an axis", x -> x.percentile(75, new int[] {1}));
        return tests(cases);
    }
}
