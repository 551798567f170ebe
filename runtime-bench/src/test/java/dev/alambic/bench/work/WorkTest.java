package dev.alambic.bench.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.bench.record.Profile;
import dev.alambic.bench.record.Profile.OperatorTime;
import dev.alambic.bench.record.Setting;
import dev.alambic.bench.record.Work;
import dev.alambic.bench.record.Work.OperatorWork;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.SessionOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkTest {

    private static final OnnxModel MIXED = GraphText.model("""
            x: float[batch, 8]
            w = DequantizeLinear(q, scale)
            h = MatMul(x, w)
            r = MatMul(h, v)
            y = Softmax(r)
            return y: float[batch, 2]
            """, graph -> {
        graph.initializer("q", Tensor.of(DataType.INT8, new long[] {8, 4}, ByteBuffer.allocate(32)));
        graph.initializer("scale", Tensor.ofFloats(new float[] {0.5f}));
        graph.initializer("v", Tensor.ofFloats(new float[8], 4, 2));
    });

    private static final Map<String, Tensor> INPUT = Map.of("x", Tensor.ofFloats(new float[24], 3, 8));

    @Test
    void multiplicationsAndBytesAreCountedByOperator() {
        Work work = WorkCount.of(MIXED, INPUT, 3);

        // 3 samples of 8 x 4 and 4 x 2; 32 weights of one byte, their scale and 8 weights of four
        assertThat(work).isEqualTo(new Work(3 * (32 + 8), 3, List.of(new OperatorWork("MatMul", 2, 120, 32 + 4 + 32))));
    }

    @Test
    void weightsThatAreNodesCountAtWhatUsesThem() {
        Tensor weights = Tensor.ofFloats(new float[16], 8, 2);
        OnnxModel model = GraphText.model("""
                x: float[batch, 8]
                moved = Transpose(w)
                w2 = Transpose(moved)
                y = MatMul(x, w2)
                return y: float[batch, 2]
                """, graph -> graph.initializer("w", weights));
        OnnxModel withNode = model.mapGraph(graph -> graph.edit(builder -> {
            builder.removeInitializer("w");
            builder.nodes(Stream.concat(
                            Stream.of(Node.of("Constant", List.of(), "w").with("value", weights)),
                            graph.nodes().stream())
                    .toList());
        }));

        assertThat(WorkCount.of(withNode, INPUT, 3)).isEqualTo(WorkCount.of(model, INPUT, 3));
        assertThat(WorkCount.of(model, INPUT, 3).operators()).containsExactly(new OperatorWork("MatMul", 1, 48, 64));
    }

    /** As in a model that is trained under fake quantization, and where a framework flattens a kernel. */
    @Test
    void weightsThatAreRoundedOrFlattenedCountAtWhatMultipliesByThem() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 8]
                q = QuantizeLinear(w, scale, zero)
                d = DequantizeLinear(q, scale, zero)
                f = Flatten(d)
                y = MatMul(x, f)
                return y: float[batch, 2]
                """, graph -> {
            graph.initializer("w", Tensor.ofFloats(new float[16], 8, 2, 1));
            graph.initializer("scale", Tensor.scalar(0.5f));
            graph.initializer("zero", Tensor.ofBytes(DataType.INT8, new byte[1]));
        });

        // 16 weights of four bytes, their scale and their zero point
        assertThat(WorkCount.of(model, INPUT, 3).operators())
                .containsExactly(new OperatorWork("MatMul", 1, 48, 64 + 4 + 1));
    }

    @Test
    void theTimeOfEveryNodeIsTold(@TempDir Path folder) {
        Path file = folder.resolve("model.onnx");
        MIXED.write(file);

        Profile profile = ProfileTrial.measure(file, INPUT, Setting.of(3, 1), SessionOptions.defaults(), 1_000_000);

        assertThat(profile.nodes()).extracting(Profile.NodeTime::operator).contains("MatMul", "Softmax");
        assertThat(profile.runs()).isEqualTo(3);
        assertThat(profile.runMicros()).isPositive();
    }

    @Test
    void operatorsAreSortedByTheirShareOfTheTime() {
        Profile profile = new Profile(
                Setting.of(1, 1),
                3,
                50,
                0,
                List.of(
                        new Profile.NodeTime("a", "Gemm", "CPU", false, 5),
                        new Profile.NodeTime("b", "QLinearConv", "CPU", true, 20),
                        new Profile.NodeTime("c", "Gemm", "CPU", true, 15)));

        assertThat(profile.byOperator())
                .containsExactly(
                        new OperatorTime("Gemm", 2, 1, 20, 0.5), new OperatorTime("QLinearConv", 1, 1, 20, 0.5));
        assertThat(profile.integerShare()).isEqualTo(0.875);
    }
}
