package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.LongStream;

/** Elements read and written by an array of positions, which the engine and ONNX take as int64. */
final class ScatterOperations {

    private ScatterOperations() {}

    static void addTo(Operators table) {
        table.on("gather(NDArray,int)", ScatterOperations::gather)
                .on("gatherNd(NDArray)", ScatterOperations::gatherNd)
                .on("take(NDManager,NDArray)", ScatterOperations::take)
                .on("put(NDArray,NDArray)", ScatterOperations::put)
                .on("scatter(NDArray,NDArray,int)", ScatterOperations::scatter)
                .on("oneHot(int)", call -> oneHot(call, DataType.FLOAT32))
                .on("oneHot(int,DataType)", call -> oneHot(call, call.typeAt(1)));
    }

    private static Value positions(Invocation call) {
        return call.as(call.valueAt(0), DataType.INT64);
    }

    private static NDArray gather(Invocation call) {
        Value data = call.self();
        Value positions = positions(call);
        int axis = data.axis(call.intAt(1));
        return call.result(call.node("GatherElements")
                .input(data)
                .input(positions)
                .with("axis", axis)
                .emit());
    }

    /** The engine has the coordinates on the first axis of the positions, ONNX on the last. */
    private static NDArray gatherNd(Invocation call) {
        Value positions = positions(call);
        long[] order = LongStream.range(0, positions.rank())
                .map(axis -> (axis + 1) % positions.rank())
                .toArray();
        String coordinates =
                call.node("Transpose").input(positions).with("perm", order).emit();
        // the engine changes the positions that it is given, so it gets a copy
        NDArray real = call.own(call.self().real().gatherNd(positions.real().duplicate()));
        return call.result(real, call.emit("GatherND", call.self().name(), coordinates));
    }

    /** Elements by position in the flattened array. */
    private static NDArray take(Invocation call) {
        Value flat = call.value(call.self().array().flatten());
        Value positions = call.as(call.valueAt(1), DataType.INT64);
        return call.result(
                call.node("Gather").input(flat).input(positions).with("axis", 0).emit());
    }

    /** Values put at positions in the flattened array. */
    private static NDArray put(Invocation call) {
        Value self = call.self();
        NDArray updates = call.as(call.valueAt(1), self.dataType()).array().flatten();
        String flat = call.node("ScatterElements")
                .input(call.value(self.array().flatten()))
                .input(call.value(positions(call).array().flatten()))
                .input(call.value(updates))
                .with("axis", 0)
                .emit();
        return call.result(call.node("Reshape")
                .input(flat)
                .ints("shape", self.shape().getShape())
                .emit());
    }

    /** The engine takes as much of the values as there are positions, ONNX wants the same extents. */
    private static NDArray scatter(Invocation call) {
        Value positions = positions(call);
        Value updates = call.as(call.valueAt(1), call.self().dataType());
        Shape extents = positions.shape();
        for (int axis = 0; axis < extents.dimension(); axis++) {
            if (extents.get(axis) < updates.shape().get(axis)) {
                NDIndex part = new NDIndex().addAllDim(axis).addSliceDim(0, extents.get(axis));
                updates = call.value(updates.array().get(part.addEllipseDim()));
            }
        }
        return call.result(call.onSelf("ScatterElements")
                .input(positions)
                .input(updates)
                .with("axis", call.axisAt(2))
                .emit());
    }

    /** ONNX Runtime has the operator for floating types alone. */
    private static NDArray oneHot(Invocation call, DataType type) {
        Recorder recorder = call.recorder();
        NDArray offAndOn = recorder.engine().manager().create(new float[] {0, 1});
        String floats = call.emit(
                "OneHot",
                call.cast(call.self(), DataType.INT64),
                recorder.scalar(call.intAt(0), DataType.INT64).name(),
                recorder.constant(call.own(offAndOn)).name());
        return call.result(
                type == DataType.FLOAT32
                        ? floats
                        : call.node("Cast")
                                .input(floats)
                                .with("to", EngineTensors.typeOf(type).code())
                                .emit());
    }
}
