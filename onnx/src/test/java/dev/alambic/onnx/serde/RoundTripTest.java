package dev.alambic.onnx.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.serde.proto.OnnxProto.AttributeProto;
import dev.alambic.onnx.serde.proto.OnnxProto.GraphProto;
import dev.alambic.onnx.serde.proto.OnnxProto.ModelProto;
import dev.alambic.onnx.serde.proto.OnnxProto.OperatorSetIdProto;
import dev.alambic.onnx.serde.proto.OnnxProto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
    @TempDir
    private Path folder;

    private OnnxModel read(ModelProto proto) throws IOException {
        return new OnnxModel(ModelReader.read(Files.write(folder.resolve("in.onnx"), proto.toByteArray())));
    }

    private ModelProto write(OnnxModel model) throws IOException {
        Path file = folder.resolve("out.onnx");
        model.write(file);
        return ModelProto.parseFrom(Files.readAllBytes(file));
    }

    private void survives(ModelProto proto) throws IOException {
        assertThat(write(read(proto))).isEqualTo(proto);
    }

    @Test
    void aModelWithOneOfEverythingSurvives() throws IOException {
        survives(Samples.everything());
    }

    static List<AttributeProto> attributes() {
        return Samples.attributes();
    }

    @ParameterizedTest
    @MethodSource("attributes")
    void anAttributeSurvives(AttributeProto attribute) throws IOException {
        survives(Samples.model(GraphProto.newBuilder()
                        .addNode(Samples.node().toBuilder().addAttribute(attribute))
                        .build())
                .build());
    }

    static List<TensorProto> tensors() {
        return Samples.tensorsInEveryStorage();
    }

    @ParameterizedTest
    @MethodSource("tensors")
    void aTensorSurvives(TensorProto tensor) throws IOException {
        survives(Samples.model(GraphProto.newBuilder().addInitializer(tensor).build())
                .build());
    }

    @Test
    void aModelWithNothingButAGraphSurvives() throws IOException {
        survives(ModelProto.newBuilder()
                .setGraph(GraphProto.getDefaultInstance())
                .build());
    }

    @Test
    void presentButEmptyFieldsSurvive() throws IOException {
        survives(ModelProto.newBuilder()
                .setIrVersion(0)
                .setProducerName("")
                .setProducerVersion("")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
                .setGraph(GraphProto.newBuilder()
                        .setName("")
                        .addNode(Samples.node().toBuilder()
                                .setName("")
                                .setOpType("")
                                .setDomain("")))
                .build());
    }

    @Test
    void theSameModelGivesTheSameBytes() throws IOException {
        OnnxModel model = read(Samples.everything());
        Path first = folder.resolve("first.onnx");
        Path second = folder.resolve("second.onnx");
        model.write(first);
        new OnnxModel(ModelReader.read(first)).write(second);
        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Test
    void aChangedAttributeKeepsItsNoteAndLosesItsOldValue() throws IOException {
        AttributeProto noted = AttributeProto.newBuilder()
                .setName("k")
                .setType(AttributeProto.AttributeType.INT)
                .setI(3)
                .setDocString("doc")
                .build();
        OnnxModel model = read(Samples.model(GraphProto.newBuilder()
                        .addNode(Samples.node().toBuilder().addAttribute(noted))
                        .build())
                .build());

        assertThat(onlyAttribute(model, node -> node.with("k", 4)))
                .isEqualTo(noted.toBuilder().setI(4).build());
        assertThat(onlyAttribute(model, node -> node.with("k", 1.5f)))
                .isEqualTo(AttributeProto.newBuilder()
                        .setName("k")
                        .setType(AttributeProto.AttributeType.FLOAT)
                        .setF(1.5f)
                        .build());
        assertThat(write(changed(model, node -> node.without("k")))
                        .getGraph()
                        .getNode(0)
                        .getAttributeCount())
                .isZero();
    }

    private AttributeProto onlyAttribute(OnnxModel model, UnaryOperator<Node> change) throws IOException {
        return write(changed(model, change)).getGraph().getNode(0).getAttribute(0);
    }

    private static OnnxModel changed(OnnxModel model, UnaryOperator<Node> change) {
        return model.mapGraph(graph -> graph.edit(
                builder -> builder.nodes(graph.nodes().stream().map(change).toList())));
    }

    @Test
    void changedOpsetsAndMetadataReplaceTheOldOnes() throws IOException {
        ModelProto written =
                write(read(Samples.everything()).withOpset("custom", 2).withMetadata(Map.of("a", "b")));
        assertThat(written.getOpsetImportList())
                .extracting(entry -> entry.getDomain() + entry.getVersion())
                .containsExactly("17", "custom2");
        assertThat(written.getMetadataPropsList()).containsExactly(Samples.entry("a", "b"));
    }

    @Test
    void oldAttributesWithoutATypeHaveTheirValue() throws IOException {
        OnnxModel model = read(Samples.everything());
        Map<String, Attribute> attributes = model.graph().nodes().get(0).attributes();
        assertThat(attributes)
                .containsEntry("old float", new Attribute.OfFloat(2))
                .containsEntry("old zero", new Attribute.OfInt(0))
                .containsEntry("old ints", new Attribute.OfInts(List.of(2L)))
                .containsEntry("string", new Attribute.OfString(Bytes.of(new byte[] {(byte) 0xfe})));
        assertThat(attributes.get("old nothing")).isInstanceOf(Attribute.Opaque.class);
        assertThat(attributes.get("reference")).isInstanceOf(Attribute.Opaque.class);
    }

    @Test
    void typedElementsAreDecoded() throws IOException {
        Map<String, Tensor> tensors = read(Samples.everything()).graph().initializers();
        assertThat(tensors.get("int8/typed"))
                .isEqualTo(Tensor.ofBytes(DataType.INT8, new byte[] {-128, -127, -126, -125, -124}, 5));
        assertThat(tensors.get("int64/scalar")).isEqualTo(Tensor.scalar(Long.MIN_VALUE));
    }

    private void refused(TensorProto.Builder tensor, String message) {
        GraphProto graph =
                GraphProto.newBuilder().addInitializer(tensor.setName("w")).build();
        assertThatThrownBy(() -> read(Samples.model(graph).build()))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("in.onnx: " + message);
    }

    @Test
    void tensorsThatContradictThemselvesAreRefused() {
        TensorProto.Builder floats = TensorProto.newBuilder().setDataType(1);
        refused(
                floats.clone().addDims(2).setRawData(ByteString.copyFrom(new byte[4])),
                "initializer 'w': the elements fill the extents (expected 8 bytes, was 4)");
        refused(
                floats.clone().addDims(3).addFloatData(1),
                "initializer 'w': there is one entry an element (expected 3, was 1)");
        refused(floats.clone().addDims(-1), "initializer 'w': extents are at least 0 (expected 0 or more, was -1)");
        refused(
                floats.clone().addDims(1L << 40).addDims(1L << 40),
                "initializer 'w': a tensor has fewer than 2^63 elements (expected fewer, was more)");
        refused(floats.clone().setDataType(99), "initializer 'w': the element type is one of the standard");
        refused(
                TensorProto.newBuilder().setDataType(2).addInt32Data(256),
                "initializer 'w': an entry fits uint8 (expected 0 to 255, was 256)");
    }

    @Test
    void namesThatOccurTwiceAreRefused() {
        TensorProto tensor = TensorProto.newBuilder()
                .setName("w")
                .setDataType(1)
                .addFloatData(1)
                .build();
        GraphProto graph = GraphProto.newBuilder()
                .addInitializer(tensor)
                .addInitializer(tensor)
                .build();
        assertThatThrownBy(() -> read(Samples.model(graph).build()))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("initializer 'w': names are unique (expected once, was twice)");
        AttributeProto attribute =
                AttributeProto.newBuilder().setName("k").setI(1).build();
        GraphProto twice = GraphProto.newBuilder()
                .addNode(Samples.node().toBuilder().addAttribute(attribute).addAttribute(attribute))
                .build();
        assertThatThrownBy(() -> read(Samples.model(twice).build()))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("attribute 'k': names are unique");
    }
}
