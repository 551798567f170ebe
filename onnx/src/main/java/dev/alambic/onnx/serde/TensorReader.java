package dev.alambic.onnx.serde;

import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.serde.proto.OnnxProto.TensorProto;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tensors: elements in {@code raw_data} and in external files are shared, others are decoded; sizes come first. */
record TensorReader(ExternalFiles external) {
    /**
     * Reads a constant of a graph, whose name is kept by the graph.
     *
     * @param raw its {@code raw_data} if that is not in the message
     */
    Tensor readInitializer(TensorProto proto, String name, @Nullable ByteBuffer raw) {
        return read(proto, raw, "initializer '" + name + "'", !name.isEmpty());
    }

    /** Reads the value of an attribute, whose own name stays in its rest. */
    Tensor readAttribute(TensorProto proto, String where) {
        return read(proto, null, where, false);
    }

    private Tensor read(TensorProto proto, @Nullable ByteBuffer raw, String where, boolean named) {
        if (proto.hasSegment()) {
            throw new UnsupportedModelException(where + ": a tensor in segments is not supported");
        }
        DataType type = DataType.ofCode(proto.getDataType(), where);
        long[] dims = proto.getDimsList().stream().mapToLong(Long::longValue).toArray();
        long elements = elements(dims, where);
        TensorProto.Builder rest = proto.toBuilder().clearDims().clearDataType();
        if (named) {
            rest.clearName();
        }
        if (type == DataType.STRING) {
            return strings(proto, dims, elements, where)
                    .stored(
                            Tensor.Storage.RAW,
                            Messages.rest(rest.clearStringData().build()));
        }
        ByteBuffer inside = raw == null ? proto.getRawData().asReadOnlyByteBuffer() : raw;
        Elements found = elementsOf(proto, inside, type, byteSize(type, elements, where), where);
        found.clear(rest, type);
        return Tensor.of(type, dims, found.data).stored(found.storage(), Messages.rest(rest.build()));
    }

    private static long elements(long[] dims, String where) {
        long product = 1;
        boolean overflow = false;
        boolean empty = false;
        for (long dim : dims) {
            if (dim < 0) {
                throw new InvalidModelException(where, "extents are at least 0", "0 or more", dim);
            }
            empty |= dim == 0;
            overflow |= dim != 0 && product > Long.MAX_VALUE / dim;
            product = overflow || dim == 0 ? product : product * dim;
        }
        if (overflow) {
            throw new InvalidModelException(where, "a tensor has fewer than 2^63 elements", "fewer", "more");
        }
        return empty ? 0 : product;
    }

    private static long byteSize(DataType type, long elements, String where) {
        if (elements > Integer.MAX_VALUE * 8L || type.byteSize(elements) > Integer.MAX_VALUE) {
            throw new UnsupportedModelException(where + ": a tensor of " + elements + " elements of " + type.lowerName()
                    + " is larger than the 2 GiB that are supported");
        }
        return type.byteSize(elements);
    }

    private static Tensor strings(TensorProto proto, long[] dims, long elements, String where) {
        if (proto.getStringDataCount() != elements) {
            throw new InvalidModelException(
                    where, "there is one string an element", elements, proto.getStringDataCount());
        }
        List<Bytes> values = proto.getStringDataList().stream()
                .map(each -> Bytes.of(each.toByteArray()))
                .toList();
        return Tensor.ofStrings(values, dims);
    }

    private Elements elementsOf(TensorProto proto, ByteBuffer raw, DataType type, long byteSize, String where) {
        if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            return new Elements(Place.EXTERNAL, external.region(proto.getExternalDataList(), byteSize, where));
        }
        TypedData field = TypedData.of(type);
        boolean typed = field.count(proto) > 0;
        if (typed && raw.hasRemaining()) {
            throw new InvalidModelException(where, "the elements stand in one field", "one", "two");
        }
        if (typed) {
            return new Elements(Place.TYPED, field.decode(proto, type, byteSize, where));
        }
        if (raw.remaining() != byteSize) {
            throw new InvalidModelException(
                    where, "the elements fill the extents", byteSize + " bytes", raw.remaining());
        }
        return new Elements(Place.RAW, raw);
    }

    private enum Place {
        RAW,
        TYPED,
        EXTERNAL
    }

    /** The elements of one tensor and the field of the message that held them. */
    private record Elements(Place place, ByteBuffer data) {
        private Tensor.Storage storage() {
            return place == Place.TYPED ? Tensor.Storage.TYPED : Tensor.Storage.RAW;
        }

        private void clear(TensorProto.Builder proto, DataType type) {
            switch (place) {
                case TYPED -> TypedData.of(type).clear(proto);
                case EXTERNAL -> proto.clearExternalData().clearDataLocation().clearRawData();
                case RAW -> {
                    if (data.hasRemaining()) {
                        proto.clearRawData();
                    }
                }
            }
        }
    }
}
