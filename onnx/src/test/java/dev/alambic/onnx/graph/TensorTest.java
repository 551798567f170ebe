package dev.alambic.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorTest {

    /** Weights of one shape are looked up by the thousand; what a look-up steps through are those of the same hash. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 10_000, 50_000, 200_000})
    void lookingUpATensorAmongMoreTakesNoMoreSteps(int count) {
        Random random = new Random(1);
        Map<Integer, Integer> sameHash = new HashMap<>();
        for (int i = 0; i < count; i++) {
            float[] values = new float[256];
            for (int k = 0; k < values.length; k++) {
                values[k] = random.nextFloat();
            }
            sameHash.merge(Tensor.ofFloats(values, 16, 16).hashCode(), 1, Integer::sum);
        }

        // 200,000 among 2^32: five pairs are expected, and one of four has a chance of 1e-8
        assertThat(sameHash.values()).allMatch(steps -> steps < 4);
    }

    @Test
    void equalTensorsHaveTheSameHashWhereverTheyLie() {
        float[] values = new float[1_023];
        values[1_022] = 1;
        ByteBuffer direct = ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        direct.asFloatBuffer().put(values);

        Tensor one = Tensor.ofFloats(values, values.length);
        Tensor other = Tensor.of(DataType.FLOAT, new long[] {values.length}, direct);

        assertThat(other).isEqualTo(one).hasSameHashCodeAs(one);
        assertThat(Tensor.ofStrings(List.of(Bytes.utf8("a")), 1))
                .hasSameHashCodeAs(Tensor.ofStrings(List.of(Bytes.utf8("a")), 1));
        assertThat(Tensor.ofFloats(new float[0], 0)).hasSameHashCodeAs(Tensor.ofFloats(new float[0], 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "FLOAT16", "BFLOAT16"})
    void floatsOfEachTypeAreReadAsTheyWereWritten(DataType type) {
        float[] values = {0, -0f, 1.5f, -2, Float.POSITIVE_INFINITY, Float.NaN};

        Tensor made = Tensor.ofFloats(type, values, 2, 3);

        assertThat(made.floats()).containsExactly(values);
        assertThat(made.byteSize()).isEqualTo(6L * type.bits() / 8);
    }

    /** Each type at the ends of its range. */
    @ParameterizedTest
    @CsvSource({
        "INT8, -128, 127",
        "UINT8, 0, 255",
        "INT16, -32768, 32767",
        "UINT16, 0, 65535",
        "INT32, -2147483648, 2147483647",
        "UINT32, 0, 4294967295",
        "BOOL, 0, 1"
    })
    void wholeNumbersOfEachTypeAreFilledAndRead(DataType type, long least, long most) {
        double[] source = {least, most};
        int[] next = {0};

        assertThat(Tensor.filled(type, () -> source[next[0]++], 2).longs()).containsExactly(least, most);
    }

    @Test
    void fillingRoundsTowardsZero() {
        double[] source = {-1.9, 1.9};
        int[] next = {0};

        assertThat(Tensor.filled(DataType.INT64, () -> source[next[0]++], 2).longs())
                .containsExactly(-1, 1);
    }

    @Test
    void aScalarHasOneElementAndNoExtents() {
        assertThat(Tensor.scalar(3f).rank()).isZero();
        assertThat(Tensor.scalar(3L).elementCount()).isEqualTo(1);
        assertThat(Tensor.filled(DataType.FLOAT, () -> 7, new long[0]).floats()).containsExactly(7);
    }

    @Test
    void anEmptyTensorHasExtentsAndNoElements() {
        Tensor empty = Tensor.ofFloats(new float[0], 3, 0);

        assertThat(empty.elementCount()).isZero();
        assertThat(empty.floats()).isEmpty();
        assertThat(empty).hasToString("float[3, 0]");
    }

    @Test
    void bytesThatDoNotFitTheExtentsAreRefused() {
        assertThatThrownBy(() -> Tensor.of(DataType.INT32, new long[] {2}, ByteBuffer.allocate(7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a tensor of int32[2] takes 8 bytes, was 7");
        assertThatThrownBy(() -> Tensor.ofFloats(new float[2], -1, -2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("extents are at least 0");
    }

    @Test
    void typesBelowAByteShareBytes() {
        assertThat(Tensor.of(DataType.INT4, new long[] {3}, ByteBuffer.allocate(2))
                        .elementCount())
                .isEqualTo(3);
    }

    @Test
    void whatOneReadsCannotBeWritten() {
        Tensor tensor = Tensor.ofFloats(new float[] {1, 2}, 2);
        tensor.floats()[0] = 9;
        tensor.dims()[0] = 9;

        assertThat(tensor).isEqualTo(Tensor.ofFloats(new float[] {1, 2}, 2));
        assertThat(tensor.data().isReadOnly()).isTrue();
    }

    @Test
    void otherExtentsShareTheElements() {
        Tensor row = Tensor.ofLongs(new long[] {1, 2, 3, 4}, 4);

        assertThat(row.reshaped(2, 2).longs()).containsExactly(1, 2, 3, 4);
        assertThatThrownBy(() -> row.reshaped(3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void equalAreTypeExtentsAndBits() {
        Tensor one = Tensor.ofFloats(new float[] {0}, 1);

        assertThat(one).isEqualTo(Tensor.ofFloats(new float[] {0}, 1));
        assertThat(one).isNotEqualTo(Tensor.ofFloats(new float[] {-0f}, 1));
        assertThat(one).isNotEqualTo(Tensor.ofFloats(new float[] {0}));
        assertThat(one).isNotEqualTo(Tensor.ofInts(new int[] {0}, 1));
        assertThat(one.stored(Tensor.Storage.TYPED, Bytes.utf8("kept"))).isEqualTo(one);
    }

    @Test
    void numbersOfTheOtherKindAreRefused() {
        assertThatThrownBy(() -> Tensor.scalar(1f).longs()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Tensor.scalar(1L).floats()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void asManyStringsAsTheExtentsSay() {
        List<Bytes> words = List.of(Bytes.utf8("a"), Bytes.utf8("b"));

        assertThat(Tensor.ofStrings(words, 1, 2).strings()).isEqualTo(words);
        assertThatThrownBy(() -> Tensor.ofStrings(words, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
