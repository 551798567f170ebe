package dev.alambic.onnx.serde;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.alambic.onnx.serde.proto.OnnxProto.GraphProto;
import dev.alambic.onnx.serde.proto.OnnxProto.ModelProto;
import dev.alambic.onnx.serde.proto.OnnxProto.TensorProto;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SkeletonTest {
    private static final byte[] LARGE = new byte[5000];

    static {
        Arrays.fill(LARGE, (byte) 3);
    }

    private static TensorProto tensor(String name, byte[] raw) {
        return TensorProto.newBuilder()
                .setName(name)
                .setRawData(ByteString.copyFrom(raw))
                .build();
    }

    private static ModelProto model(TensorProto... tensors) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .setGraph(GraphProto.newBuilder().setName("g").addAllInitializer(Arrays.asList(tensors)))
                .build();
    }

    private static ByteBuffer bytes(ModelProto model) {
        return ByteBuffer.wrap(model.toByteArray());
    }

    @Test
    void largeWeightsStayInTheFileAndTheRestIsTheSame() {
        TensorProto small = tensor("small", new byte[] {1, 2});
        ModelProto model = model(small, tensor("large", LARGE));

        Skeleton skeleton = Skeleton.of(bytes(model)).orElseThrow();

        TensorProto emptied = TensorProto.newBuilder().setName("large").build();
        assertThat(skeleton.model()).isEqualTo(model(small, emptied));
        assertThat(skeleton.weights()).containsExactly(null, ByteBuffer.wrap(LARGE));
    }

    @Test
    void theLastOfTwoElementFieldsCounts() {
        ByteString twice = tensor("w", LARGE)
                .toByteString()
                .concat(tensor("", new byte[4500]).toByteString());
        ByteString field = ByteString.copyFrom(new byte[] {0x2a})
                .concat(length(twice.size()))
                .concat(twice);
        ByteString whole = ByteString.copyFrom(new byte[] {0x3a})
                .concat(length(field.size()))
                .concat(field);

        Skeleton skeleton = Skeleton.of(whole.asReadOnlyByteBuffer()).orElseThrow();

        assertThat(skeleton.weights()).containsExactly(ByteBuffer.wrap(new byte[4500]));
    }

    private static ByteString length(int value) {
        return ByteString.copyFrom(new byte[] {(byte) ((value & 0x7f) | 0x80), (byte) (value >> 7)});
    }

    @Test
    void whatIsNoPlainMessageIsLeftToProtobuf() {
        byte[] whole = model(tensor("w", LARGE)).toByteArray();
        ByteBuffer twice =
                ByteBuffer.allocate(2 * whole.length).put(whole).put(whole).flip();

        assertThat(Skeleton.of(ByteBuffer.wrap(whole, 0, whole.length - 1).slice()))
                .isEmpty();
        assertThat(Skeleton.of(twice)).as("two graphs, to be merged").isEmpty();
        assertThat(Skeleton.of(ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, -1, -1})))
                .isEmpty();
        assertThat(Skeleton.of(ByteBuffer.wrap(new byte[] {0x0b, 0x0c})))
                .as("a group")
                .isEmpty();
    }
}
