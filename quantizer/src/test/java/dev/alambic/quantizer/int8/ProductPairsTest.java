package dev.alambic.quantizer.int8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.view.ChannelLayout;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whether kernels add what weights chosen by pairs give, on the processor that the test runs on. All activations are
 * 255; weights of one sign are as large as the rule lets them be, 127 and 1 in each pair, in random order, so that any
 * other pairing would leave 16 bits.
 */
class ProductPairsTest {

    private static byte[] weights(long[] dims, int axis, boolean depthwise) {
        int count = (int) Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        Tensor shape = Tensor.ofBytes(DataType.INT8, new byte[count], dims);
        ChannelLayout channels = ChannelLayout.of(shape, axis);
        ProductPairs pairs = ProductPairs.of(shape, axis);
        byte[] weights = new byte[count];
        Random random = new Random(4);
        for (int c = 0; c < channels.channels(); c++) {
            byte sign = (byte) (random.nextBoolean() ? 1 : -1);
            for (int t = 0; t < pairs.count(); t++) {
                boolean firstIsLarge = random.nextBoolean();
                weights[channels.index(c, pairs.first(t))] = (byte) (sign * (firstIsLarge || depthwise ? 127 : 1));
                weights[channels.index(c, pairs.second(t))] = (byte) (sign * (firstIsLarge && !depthwise ? 1 : 127));
            }
            if (pairs.width() % 2 == 1) {
                weights[channels.index(c, pairs.width() - 1)] = (byte) (sign * 127);
            }
        }
        return weights;
    }

    private static long[] dims(String text) {
        return Stream.of(text.split("x")).mapToLong(Long::parseLong).toArray();
    }

    @ParameterizedTest
    @CsvSource({"1,13x16", "1,70x33", "3,24x5", "8,64x64", "17,9x1"})
    void matrixProductsAddRowsInPairs(int rows, String weight) {
        long[] dims = dims(weight);
        byte[] values = weights(dims, 1, false);
        int width = (int) dims[0];
        OnnxModel model = GraphText.model(
                "x: uint8[%d, %d]\ny = MatMulInteger(x, w)\nreturn y: int32[%d, %d]"
                        .formatted(rows, width, rows, dims[1]),
                b -> b.initializer("w", Tensor.ofBytes(DataType.INT8, values, dims)));
        byte[] ones = new byte[rows * width];
        Arrays.fill(ones, (byte) 255);

        long[] sums =
                run(model, Tensor.ofBytes(DataType.UINT8, ones, rows, width)).longs();

        for (int i = 0; i < sums.length; i++) {
            int column = i % (int) dims[1];
            int sum = 0;
            for (int k = 0; k < width; k++) {
                sum += 255 * values[k * (int) dims[1] + column];
            }
            assertThat(sums[i]).isEqualTo(sum);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4,1,8x4x3x3",
        "3,1,8x3x3x3",
        "8,1,16x8x1x1",
        "5,1,7x5x3x2",
        "1,1,8x1x5x5",
        "8,2,16x4x3x3",
        "6,2,8x3x3x3",
        "8,8,8x1x3x3",
        "6,6,6x1x5x5",
        "4,4,8x1x3x3"
    })
    void convolutionsAddChannelsOfAPositionInPairs(int channels, int groups, String weight) {
        long[] dims = dims(weight);
        byte[] values = weights(dims, 0, channels == groups && groups == dims[0]);
        int outputs = (int) dims[0];
        OnnxModel model = GraphText.model("""
                x: uint8[1, %d, 9, 9]
                c = QLinearConv(x, one, zero, w, scales, wzero, coarse, middle) group=%d
                y = QLinearConv(c, one, middle, pick, one, wz, one, middle) group=%d
                return y: uint8[1, %d, h, v]
                """.formatted(channels, groups, outputs, outputs), b -> {
            b.initializer("one", Tensor.scalar(1f));
            b.initializer("zero", Tensor.ofBytes(DataType.UINT8, new byte[1]));
            b.initializer("w", Tensor.ofBytes(DataType.INT8, values, dims));
            b.initializer("wzero", Tensor.ofBytes(DataType.INT8, new byte[outputs], outputs));
            b.initializer("wz", Tensor.ofBytes(DataType.INT8, new byte[1]));
            float[] ones = new float[outputs];
            Arrays.fill(ones, 1);
            b.initializer("scales", Tensor.ofFloats(ones, outputs));
            b.initializer("coarse", Tensor.scalar(255f * step(values, outputs)));
            b.initializer("middle", Tensor.ofBytes(DataType.UINT8, new byte[] {(byte) 128}));
            byte[] identity = new byte[outputs];
            Arrays.fill(identity, (byte) 1);
            b.initializer("pick", Tensor.ofBytes(DataType.INT8, identity, outputs, 1, 1, 1));
        });
        byte[] full = new byte[channels * 81];
        Arrays.fill(full, (byte) 255);

        Tensor y = run(model, Tensor.ofBytes(DataType.UINT8, full, 1, channels, 9, 9));

        int inner = (int) (y.dim(2) * y.dim(3));
        long[] found = y.longs();
        for (int i = 0; i < found.length; i++) {
            int sum = channelSum(values, i / inner, outputs);
            assertThat(found[i]).isEqualTo(128 + Math.round((double) sum / step(values, outputs)));
        }
    }

    private static int channelSum(byte[] values, int channel, int outputs) {
        int width = values.length / outputs;
        int sum = 0;
        for (int k = channel * width; k < (channel + 1) * width; k++) {
            sum += values[k];
        }
        return sum;
    }

    /** Results span about 100 levels, so that one pair too small by a third of its sum shows. */
    private static float step(byte[] values, int outputs) {
        return Math.abs(channelSum(values, 0, outputs)) / 100f;
    }

    @Test
    void convolutionWeightsAreOrderedByPosition() {
        ProductPairs pairs = ProductPairs.of(Tensor.ofBytes(DataType.INT8, new byte[54], 2, 3, 3, 3), 0);

        assertThat(pairs.count()).isEqualTo(13);
        // channels 0 and 1 of position 0, channel 2 of position 0 and 0 of position 1
        assertThat(new int[] {pairs.first(0), pairs.second(0)}).containsExactly(0, 9);
        assertThat(new int[] {pairs.first(1), pairs.second(1)}).containsExactly(18, 1);
    }

    private static Tensor run(OnnxModel model, Tensor x) {
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            return Objects.requireNonNull(session.run(Map.of("x", x)).get("y"));
        }
    }
}
