package dev.alambic.onnx.serde;

import dev.alambic.onnx.file.PendingFile;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.serde.proto.OnnxProto.StringStringEntryProto;
import dev.alambic.onnx.serde.proto.OnnxProto.TensorProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;

/**
 * The weights of models in a file beside them, each at a multiple of the page size so that it can be mapped; the same
 * tensor under several names is stored once.
 */
final class DataFile implements TensorWriter.Outside {
    private static final int ALIGNMENT = 4096;

    private final PendingFile file;
    private final long thresholdBytes;
    private final IdentityHashMap<Tensor, Long> offsets = new IdentityHashMap<>();

    DataFile(PendingFile file, long thresholdBytes) {
        this.file = file;
        this.thresholdBytes = thresholdBytes;
    }

    @Override
    public boolean take(Tensor tensor, TensorProto.Builder proto) {
        if (tensor.dataType() == DataType.STRING || tensor.byteSize() < thresholdBytes) {
            return false;
        }
        try {
            Long known = offsets.get(tensor);
            long offset = known == null ? append(tensor) : known;
            proto.addExternalData(entry("location", file.target().getFileName().toString()));
            proto.addExternalData(entry("offset", Long.toString(offset)));
            proto.addExternalData(entry("length", Long.toString(tensor.byteSize())));
            proto.setDataLocation(TensorProto.DataLocation.EXTERNAL);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long append(Tensor tensor) throws IOException {
        long padding = -file.position() & (ALIGNMENT - 1);
        file.write(ByteBuffer.allocate((int) padding));
        long offset = file.position();
        file.write(tensor.data());
        offsets.put(tensor, offset);
        return offset;
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
