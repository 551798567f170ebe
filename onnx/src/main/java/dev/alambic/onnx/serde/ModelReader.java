package dev.alambic.onnx.serde;

import static dev.alambic.onnx.serde.Messages.name;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.ModelContent;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.serde.proto.OnnxProto.ModelProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads ONNX files; the tensors of the model are views of the file's bytes. */
public final class ModelReader {

    private ModelReader() {}

    /** See {@code OnnxModel.read}. */
    public static ModelContent read(Path file) {
        return read(file, ExternalFiles.in(file.toAbsolutePath().resolveSibling("")));
    }

    /** See {@code OnnxModel.files}. */
    public static List<Path> files(Path file) {
        ExternalFiles external = ExternalFiles.in(file.toAbsolutePath().resolveSibling(""));
        read(file, external);
        List<Path> files = new ArrayList<>(List.of(file));
        external.locations().forEach(location -> files.add(file.resolveSibling(location)));
        return files;
    }

    private static ModelContent read(Path file, ExternalFiles external) {
        try {
            ByteBuffer bytes = map(file);
            Optional<Skeleton> skeleton = Skeleton.of(bytes.duplicate());
            return skeleton.isPresent()
                    ? decode(skeleton.get().model(), external, skeleton.get().weights())
                    : decode(parse(bytes), external, List.of());
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidModelException(file + ": not an ONNX model: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new InvalidModelException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (InvalidModelException e) {
            throw new InvalidModelException(file + ": " + e.getMessage(), e);
        } catch (UnsupportedModelException e) {
            throw new UnsupportedModelException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a model that is no file; its weights lie in it, not beside it.
     *
     * @throws IOException if the stream fails
     * @throws InvalidModelException if it holds no ONNX model
     */
    public static ModelContent read(InputStream in) throws IOException {
        try {
            CodedInputStream coded =
                    UnsafeByteOperations.unsafeWrap(in.readAllBytes()).newCodedInput();
            coded.enableAliasing(true);
            return decode(ModelProto.parseFrom(coded), ExternalFiles.none(), List.of());
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidModelException("not an ONNX model: " + e.getMessage(), e);
        }
    }

    private static ModelProto parse(ByteBuffer file) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(file);
        in.enableAliasing(true);
        return ModelProto.parseFrom(in);
    }

    private static ByteBuffer map(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidModelException(
                    "model", "the file is there", "a file", Files.exists(file) ? "a folder" : "nothing");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE - Long.BYTES) {
                throw new InvalidModelException(
                        "model",
                        "a model without its external data is smaller than 2 GiB",
                        Integer.MAX_VALUE,
                        channel.size());
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    private static ModelContent decode(ModelProto proto, ExternalFiles external, List<@Nullable ByteBuffer> weights) {
        if (!proto.hasGraph()) {
            throw new InvalidModelException("model", "there is a graph", "a graph", "none");
        }
        Graph graph = new GraphReader(new TensorReader(external), weights).read(proto.getGraph());
        return new ModelContent(
                proto.getIrVersion(),
                Pairs.opsets(proto.getOpsetImportList()),
                new ModelContent.Producer(
                        name(proto.getProducerNameBytes(), "producer"),
                        name(proto.getProducerVersionBytes(), "producer")),
                graph,
                Pairs.strings(proto.getMetadataPropsList()),
                restOf(proto));
    }

    private static Bytes restOf(ModelProto proto) {
        ModelProto.Builder rest = proto.toBuilder().clearGraph();
        if (proto.getIrVersion() != 0) {
            rest.clearIrVersion();
        }
        if (!proto.getProducerName().isEmpty()) {
            rest.clearProducerName();
        }
        if (!proto.getProducerVersion().isEmpty()) {
            rest.clearProducerVersion();
        }
        if (Pairs.ofOpsets(Pairs.opsets(proto.getOpsetImportList())).equals(proto.getOpsetImportList())) {
            rest.clearOpsetImport();
        }
        if (Pairs.ofStrings(Pairs.strings(proto.getMetadataPropsList())).equals(proto.getMetadataPropsList())) {
            rest.clearMetadataProps();
        }
        return Messages.rest(Messages.selfContained(rest.build(), "model"));
    }
}
