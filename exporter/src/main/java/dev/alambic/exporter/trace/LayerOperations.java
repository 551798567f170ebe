package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The layers of {@code NDArrayEx}: linear, convolution, normalization, embedding. */
final class LayerOperations {

    private LayerOperations() {}

    static void addTo(Operators table) {
        table.on("linear(NDArray,NDArray,NDArray)", LayerOperations::linear)
                .on("convolution(NDArray,NDArray,NDArray,Shape,Shape,Shape,int)", LayerOperations::convolution)
                .on(
                        "batchNorm(NDArray,NDArray,NDArray,NDArray,NDArray,int,float,float,boolean)",
                        LayerOperations::batchNorm)
                .on("layerNorm(NDArray,Shape,NDArray,NDArray,float)", LayerOperations::layerNorm)
                .on("dropout(NDArray,float,boolean)", LayerOperations::dropout)
                .on("embedding(NDArray,NDArray,SparseFormat)", LayerOperations::embedding);
    }

    /** y = x W' + b, W [out, in]: Gemm for matrices; else MatMul by W', which is stored transposed. */
    private static NDList linear(Invocation call) {
        NDArray real = call.runList().get(0);
        Value input = call.valueAt(0);
        Value weight = call.valueAt(1);
        Value bias = call.optionalAt(2);
        if (input.rank() == 2) {
            Draft node = call.node("Gemm").input(input).input(weight).input(bias);
            return call.results(real, node.with("transB", 1).emit());
        }
        Value transposed = call.value(weight.array().transpose(1, 0));
        String product = call.emit("MatMul", input.name(), transposed.name());
        return call.results(real, bias == null ? product : call.emit("Add", product, bias.name()));
    }

    private static NDList convolution(Invocation call) {
        Value weight = call.valueAt(1);
        Draft node = call.node("Conv")
                .input(call.valueAt(0))
                .input(weight)
                .input(call.optionalAt(2))
                .with("kernel_shape", weight.shape().slice(2).getShape())
                .with("strides", call.shapeAt(3))
                .with("pads", call.padsAt(4))
                .with("dilations", call.shapeAt(5))
                .with("group", call.intAt(6));
        return call.results(node.emit());
    }

    /** ONNX has the channels on axis 1; another axis is brought there and back. */
    private static NDList batchNorm(Invocation call) {
        call.requireInference(8);
        Value input = call.valueAt(0);
        int axis = input.axis(call.intAt(5));
        if (axis != 1) {
            if (call.self().extension() != input.extension() || axis < 1) {
                throw call.refuse("batch normalization is along channels (expected axis 1 or more");
            }
            return new NDList(swapped(call, input.array(), axis));
        }
        Value mean = call.valueAt(1);
        String normalized = call.node("BatchNormalization")
                .input(input)
                .input(orFilled(call, call.optionalAt(3), mean.shape(), 1))
                .input(orFilled(call, call.optionalAt(4), mean.shape(), 0))
                .input(mean)
                .input(call.valueAt(2))
                .with("epsilon", call.floatAt(7))
                .emit();
        return call.results(normalized);
    }

    private static NDArray swapped(Invocation call, NDArray input, int axis) {
        NDArray front = input.swapAxes(1, axis);
        NDArray normalized = front.getNDArrayInternal()
                .batchNorm(
                        front,
                        (NDArray) call.argument(1),
                        (NDArray) call.argument(2),
                        (NDArray) call.argument(3),
                        (NDArray) call.argument(4),
                        1,
                        call.floatAt(6),
                        call.floatAt(7),
                        false)
                .get(0);
        return normalized.swapAxes(1, axis);
    }

    private static Value orFilled(Invocation call, @Nullable Value value, Shape shape, int number) {
        Recorder recorder = call.recorder();
        return value == null
                ? recorder.constant(call.own(recorder.engine().manager().full(shape, number, DataType.FLOAT32)))
                : value;
    }

    /** An operator of its own since opset 17; before, (x - mean) / sqrt(variance + epsilon) * weight + bias. */
    private static NDList layerNorm(Invocation call) {
        Value input = call.valueAt(0);
        int axes = call.shapeAt(1).length;
        if (call.recorder().opset() < 17) {
            return new NDList(layerNormByParts(call, input, axes));
        }
        Value weight = orFilled(call, call.optionalAt(2), new Shape(call.shapeAt(1)), 1);
        Draft node = call.node("LayerNormalization")
                .input(input)
                .input(weight)
                .input(call.optionalAt(3))
                .with("axis", -axes)
                .with("epsilon", call.floatAt(4));
        return call.results(node.emit());
    }

    private static NDArray layerNormByParts(Invocation call, Value input, int count) {
        int[] axes = IntStream.range(input.rank() - count, input.rank()).toArray();
        NDArray centred = input.array().sub(mean(input.array(), axes));
        NDArray variance = mean(centred.square(), axes);
        NDArray result = centred.div(variance.add(call.floatAt(4)).sqrt());
        Value weight = call.optionalAt(2);
        Value bias = call.optionalAt(3);
        NDArray scaled = weight == null ? result : result.mul(weight.array());
        return bias == null ? scaled : scaled.add(bias.array());
    }

    /** The engine takes one axis at a time. */
    private static NDArray mean(NDArray array, int[] axes) {
        NDArray result = array;
        for (int axis : axes) {
            result = result.mean(new int[] {axis}, true);
        }
        return result;
    }

    private static NDList dropout(Invocation call) {
        call.requireInference(2);
        return new NDList(call.valueAt(0).array());
    }

    private static NDList embedding(Invocation call) {
        String indices = call.cast(call.valueAt(0), DataType.INT64);
        String rows = call.node("Gather")
                .input(call.valueAt(1))
                .input(indices)
                .with("axis", 0)
                .emit();
        return call.results(rows);
    }
}
