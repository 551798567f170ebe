package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Images brought to other sizes, as the engine computes it whatever the caller asks for: without {@code alignCorners},
 * and linear and cubic with antialiasing, the cubic with a coefficient of -0.5.
 *
 * <p>DJL's mode 0 is nearest, 1 linear, 2 area, 3 cubic. Antialiasing changes what makes an image smaller. ONNX Runtime
 * does it differently, so such a result is a product of matrices, y = R x C', whose rows are what the engine makes of
 * the unit vectors.
 */
final class ImageOperations {

    private ImageOperations() {}

    /** The anchors of {@code multiBoxPrior} are constants: they follow from the size of the image alone. */
    static void addTo(Operators table) {
        table.on("interpolation(long[],int,boolean)", ImageOperations::interpolation)
                .on("resize(int,int,int)", ImageOperations::resize)
                .on(
                        "multiBoxPrior(List,List,List,List,boolean)",
                        call -> call.recorder().constants(call.runList()));
    }

    private static NDArray interpolation(Invocation call) {
        long[] size = call.longsAt(0);
        int mode = call.intAt(1);
        if (mode == 2) {
            return area(call, size);
        }
        if (mode != 0 && shrinks(call.self(), size)) {
            return byMatrices(call, size);
        }
        Draft node = call.node("Resize");
        return scaled(call, size, mode == 0 ? nearest(node) : mode == 1 ? linear(node) : cubic(node));
    }

    private static boolean shrinks(Value image, long[] size) {
        return IntStream.range(0, size.length)
                .anyMatch(i -> size[i] < image.shape().get(i + 2));
    }

    private static Draft nearest(Draft node) {
        return node.with("mode", "nearest")
                .with("coordinate_transformation_mode", "asymmetric")
                .with("nearest_mode", "floor");
    }

    private static Draft linear(Draft node) {
        return node.with("mode", "linear").with("coordinate_transformation_mode", "half_pixel");
    }

    private static Draft cubic(Draft node) {
        return node.with("mode", "cubic")
                .with("coordinate_transformation_mode", "half_pixel")
                .with("cubic_coeff_a", -0.5f)
                .with("exclude_outside", 1);
    }

    private static NDArray byMatrices(Invocation call, long[] size) {
        Value image = call.self();
        Value rows = matrix(call, image.shape().get(2), size[0]);
        NDArray columns = matrix(call, image.shape().get(3), size[1]).array();
        String scaledColumns = call.emit(
                "MatMul", image.name(), call.value(columns.transpose(1, 0)).name());
        return call.result(call.emit("MatMul", rows.name(), scaledColumns));
    }

    /** Returns the constant [size, extent] that brings {@code extent} elements to {@code size}. */
    private static Value matrix(Invocation call, long extent, long size) {
        EngineCalls engine = call.recorder().engine();
        NDArray units = engine.own(engine.manager().eye((int) extent));
        NDArray image = engine.own(units.reshape(1, 1, extent, extent));
        NDArray scaled =
                engine.own(image.getNDArrayInternal().interpolation(new long[] {size, extent}, call.intAt(1), false));
        return call.recorder().constant(engine.own(scaled.reshape(size, extent)));
    }

    private static NDArray scaled(Invocation call, long[] size, Draft node) {
        long[] batchAndChannels = call.self().shape().slice(0, 2).getShape();
        long[] sizes = LongStream.concat(LongStream.of(batchAndChannels), LongStream.of(size))
                .toArray();
        return call.result(
                node.input(call.self()).absent().absent().ints("sizes", sizes).emit());
    }

    /** The mean of the elements that a result stands for, where each stands for as many. */
    private static NDArray area(Invocation call, long[] size) {
        long[] kernel = new long[size.length];
        for (int i = 0; i < size.length; i++) {
            long extent = call.self().shape().get(i + 2);
            kernel[i] = extent / size[i];
            if (extent % size[i] != 0) {
                throw call.refuse("an area has an ONNX form (expected a size that divides the image's");
            }
        }
        return call.result(call.onSelf("AveragePool")
                .with("kernel_shape", kernel)
                .with("strides", kernel)
                .emit());
    }

    /** [height, width, channels], or the same with a batch before. */
    private static NDArray resize(Invocation call) {
        NDArray image = call.self().array().toType(DataType.FLOAT32, false);
        boolean single = call.self().rank() == 3;
        NDArray planes = (single ? image.expandDims(0) : image).transpose(0, 3, 1, 2);
        NDArray scaled = planes.getNDArrayInternal()
                .interpolation(new long[] {call.intAt(1), call.intAt(0)}, call.intAt(2), false)
                .transpose(0, 2, 3, 1);
        return (single ? scaled.squeeze(0) : scaled).toType(call.self().dataType(), false);
    }
}
