package dev.alambic.onnx.serde;

import com.google.protobuf.CodedOutputStream;
import dev.alambic.onnx.file.PendingFile;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.ModelContent;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.serde.proto.OnnxProto.ModelProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes ONNX files, whole or not at all: under temporary names in the same folder, forced to disk, then renamed, the
 * weights before the model that points to them. A model may be written over the files that its tensors are mapped from.
 */
public final class ModelWriter {
    /** What protobuf can hold is 2^31 - 1 bytes; this much is left for all that is not an element. */
    static final long LARGEST_INLINE_BYTES = Integer.MAX_VALUE - (128L << 20);

    static final int BUFFER_BYTES = 1 << 20;

    private ModelWriter() {}

    /** See {@code OnnxModel.write}. */
    public static void write(ModelContent model, Path file) {
        write(model, file, WriteOptions.defaults());
    }

    /**
     * Writes {@code model} to {@code file}, and to {@code <file>.data} if its weights go outside.
     *
     * @throws UncheckedIOException if the disk is full or the folder cannot be written; then nothing is left behind
     * @throws UnsupportedModelException if the model is larger than 2 GiB without the weights that may go outside
     */
    public static void write(ModelContent model, Path file, WriteOptions options) {
        Path target = file.toAbsolutePath();
        try {
            if (Files.isDirectory(target)) {
                throw new IOException("it is a folder");
            }
            if (goesOutside(model, options)) {
                writePair(model, target, options);
            } else {
                writeOne(new InlineModel(model), target);
            }
        } catch (UncheckedIOException e) {
            throw cannotWrite(file, e.getCause() == null ? new IOException(e) : e.getCause());
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private static UncheckedIOException cannotWrite(Path file, IOException cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new UncheckedIOException(file + ": cannot be written: " + reason, cause);
    }

    private static boolean goesOutside(ModelContent model, WriteOptions options) {
        return switch (options.weights()) {
            case EXTERNAL -> true;
            case AUTO -> largestBytes(model.graph()) > LARGEST_INLINE_BYTES;
            case INLINE -> false;
        };
    }

    /** Returns how many bytes the elements take at most, in 64 bits: protobuf counts in 32 and overflows silently. */
    private static long largestBytes(Graph graph) {
        long bytes = 0;
        for (Tensor tensor : graph.initializers().values()) {
            bytes += largestBytes(tensor);
        }
        for (Node node : graph.nodes()) {
            for (Graph body : node.subgraphs()) {
                bytes += largestBytes(body);
            }
        }
        return bytes;
    }

    private static long largestBytes(Tensor tensor) {
        // an entry of a typed field takes up to ten bytes
        return tensor.storage() == Tensor.Storage.TYPED ? 10 * tensor.byteSize() : tensor.byteSize();
    }

    private static void writePair(ModelContent model, Path target, WriteOptions options) throws IOException {
        Path dataTarget = target.resolveSibling(target.getFileName() + ".data");
        try (PendingFile data = new PendingFile(dataTarget);
                PendingFile main = new PendingFile(target)) {
            ModelProto proto = encode(model, new DataFile(data, options.externalThresholdBytes()));
            data.force();
            writeTo(main, proto);
            main.force();
            data.commit();
            main.commit();
        }
    }

    private static void writeOne(InlineModel model, Path target) throws IOException {
        try (PendingFile main = new PendingFile(target)) {
            model.write(main);
            main.force();
            main.commit();
        }
    }

    /** Writes a file that need not outlive the process, its larger weights going to {@code data}. */
    static void writeUnforced(ModelContent model, Path file, DataFile data) {
        try (PendingFile main = new PendingFile(file)) {
            writeTo(main, encode(model, data));
            main.commit();
        } catch (UncheckedIOException e) {
            throw cannotWrite(file, e.getCause() == null ? new IOException(e) : e.getCause());
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private static void writeTo(PendingFile file, ModelProto proto) throws IOException {
        CodedOutputStream out = CodedOutputStream.newInstance(file.stream(), BUFFER_BYTES);
        proto.writeTo(out);
        out.flush();
    }

    static ModelProto encode(ModelContent model, TensorWriter.Outside outside) {
        ModelProto.Builder proto = Messages.parse(ModelProto.parser(), model.rest(), "model").toBuilder();
        if (model.irVersion() != 0) {
            proto.setIrVersion(model.irVersion());
        }
        if (!model.producer().name().isEmpty()) {
            proto.setProducerName(model.producer().name());
        }
        if (!model.producer().version().isEmpty()) {
            proto.setProducerVersion(model.producer().version());
        }
        if (!model.opsets().equals(Pairs.opsets(proto.getOpsetImportList()))) {
            proto.clearOpsetImport().addAllOpsetImport(Pairs.ofOpsets(model.opsets()));
        }
        if (!model.metadata().equals(Pairs.strings(proto.getMetadataPropsList()))) {
            proto.clearMetadataProps().addAllMetadataProps(Pairs.ofStrings(model.metadata()));
        }
        return checked(proto.setGraph(new GraphWriter(new TensorWriter(outside)).write(model.graph()))
                .build());
    }

    /** Refuses a message whose size overflows the 32 bits of protobuf. */
    private static ModelProto checked(ModelProto proto) {
        long bytes = proto.getGraph().getInitializerList().stream()
                .mapToLong(tensor -> tensor.getSerializedSize())
                .sum();
        if (bytes > LARGEST_INLINE_BYTES || proto.getSerializedSize() < 0) {
            throw new UnsupportedModelException("a model file is smaller than 2 GiB; weights above that go outside");
        }
        return proto;
    }
}
