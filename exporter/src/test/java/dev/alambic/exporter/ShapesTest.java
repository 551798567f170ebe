package dev.alambic.exporter;

import static dev.alambic.exporter.Expressions.tests;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.basicmodelzoo.cv.object_detection.yolo.YOLOV3;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.alambic.onnx.graph.Node;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The same elements under other extents, in another order, repeated, joined. */
class ShapesTest {

    @TestFactory
    Stream<DynamicTest> shapes() {
        Map<String, UnaryOperator<NDArray>> cases = new TreeMap<>();
        cases.put("reshape", x -> x.reshape(x.getShape().get(0), 24, 5));
        cases.put("reshape all", x -> x.reshape(-1));
        cases.put("reshape with batch inside", x -> x.reshape(4, x.size(0), 30));
        cases.put("reshape twice the batch", x -> x.reshape(x.size(0) * 2, 2, 30));
        cases.put("flatten", x -> x.flatten(1, 2));
        cases.put("flatten all", NDArray::flatten);
        cases.put("transpose", x -> x.transpose(0, 3, 1, 2));
        cases.put("reverse", NDArray::transpose);
        cases.put("swapAxes", x -> x.swapAxes(1, -1));
        cases.put("expandDims", x -> x.expandDims(1).squeeze(1).expandDims(-1));
        cases.put("broadcast", x -> x.get(":, :1").broadcast(x.getShape()));
        cases.put("tile", x -> x.tile(new long[] {1, 2, 1, 3}));
        cases.put("pad", x -> x.pad(new Shape(1, 2, 0, 3), 0.5));
        cases.put("split", x -> x.split(new long[] {1, 3}, 1).get(1));
        cases.put("flip", x -> x.flip(1, 2));
        cases.put("concat", x -> x.concat(x.neg(), 1));
        cases.put("concat list", x -> NDArrays.concat(new NDList(x, x.get(":, 1:3"), x), 1));
        cases.put("stack", x -> NDArrays.stack(new NDList(x, x.neg()), 1));
        cases.put(
                "zeros of the batch",
                x -> x.getManager().zeros(new Shape(x.size(0), 1, 1, 5)).add(x));
        cases.put("size as a number", x -> x.mul(x.size(0)));
        cases.put(
                "arange",
                x -> x.getManager()
                        .arange((int) x.size(0))
                        .reshape(-1, 1, 1, 1)
                        .toType(DataType.FLOAT32, false)
                        .add(x));
        cases.put("in place", x -> {
            NDArray y = x.duplicate();
            y.addi(1).muli(x);
            return y.sub(x);
        });
        cases.put("repeat", x -> x.repeat(1, 3));
        cases.put("repeat each axis", x -> x.repeat(new long[] {1, 2, 1, 3}));
        cases.put("repeat all", x -> x.get(":, :2, :2, :2").repeat(2));
        cases.put("repeat to a shape", x -> x.repeat(new Shape(x.size(0), 8, 6, 5)));
        cases.put("tile all", x -> x.get(":, :2, :2, :2").tile(2));
        cases.put("tile with more axes", x -> x.tile(new long[] {2, 1, 1, 1, 3}));
        cases.put("rotate once", x -> x.rotate90(1, new int[] {2, 3}));
        cases.put("rotate twice", x -> x.rotate90(2, new int[] {2, 3}));
        cases.put("rotate back", x -> x.rotate90(-1, new int[] {1, 3}));
        cases.put("diagonal", x -> x.diagonal(1, 2, 3).add(x.diagonal(-1, 3, 2)));
        cases.put("crop", x -> x.get(":, 0").expandDims(-1).getNDArrayInternal().crop(1, 2, 3, 2));
        return tests(cases);
    }

    @Test
    void transposesThatUndoEachOtherLeaveNothing() {
        assertThat(Expressions.export(x ->
                                x.transpose(0, 2, 3, 1).transpose(0, 3, 1, 2).neg())
                        .graph()
                        .nodes())
                .extracting(Node::opType)
                .containsExactly("Neg");
        assertThat(Expressions.export(x -> YOLOV3.upSampleBlockNearest()
                                .forward(new ParameterStore(), new NDList(x), false)
                                .head())
                        .graph()
                        .nodes())
                .extracting(Node::opType)
                .contains("Resize")
                .doesNotContain("Transpose");
    }

    @Test
    void transposedArrayThatIsChangedInPlaceIsNotTheOriginal() {
        Expressions.export(x -> {
            NDArray y = x.transpose(0, 2, 3, 1).duplicate();
            y.muli(2);
            return y.transpose(0, 3, 1, 2).add(x);
        });
    }
}
