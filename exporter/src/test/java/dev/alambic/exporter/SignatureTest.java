package dev.alambic.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class SignatureTest {

    @Test
    void everySymbolGetsSizesOfItsOwn() {
        Map<String, Signature.Sizes> symbols = Signature.of("tokens", DataType.INT64, "batch", "sequence")
                .and("mask", DataType.INT64, "batch", "sequence")
                .and("memory", DataType.FLOAT, "batch", "steps", 8)
                .symbols();
        assertThat(symbols).containsOnlyKeys("batch", "sequence", "steps");
        assertThat(symbols.values().stream().flatMap(sizes -> sizes.traced().stream()))
                .as("products must tell their factors")
                .doesNotHaveDuplicates()
                .containsExactly(2L, 3L, 7L, 11L, 13L, 17L);
    }

    @Test
    void freeImagesAreTracedBelowAndAboveAMultipleOf32() {
        Map<String, Signature.Sizes> symbols = Signature.of("image", DataType.FLOAT, "batch", 3, "height", "width")
                .symbols();
        assertThat(symbols.get("height")).extracting(Signature.Sizes::traced).isEqualTo(List.of(63L, 65L));
        assertThat(symbols.get("width")).extracting(Signature.Sizes::traced).isEqualTo(List.of(95L, 97L));
        assertThat(symbols.get("batch")).extracting(Signature.Sizes::traced).isEqualTo(List.of(2L, 5L));
    }

    @Test
    void givenSizesGoBeforeTheDefaults() {
        Signature.Sizes large = new Signature.Sizes(List.of(128L, 160L), List.of(96L, 200L));
        Signature signature =
                Signature.of("x", DataType.FLOAT, "batch", "length").sizes("length", large);
        assertThat(signature.symbols()).containsEntry("length", large);
        assertThat(signature.symbols().get("batch"))
                .extracting(Signature.Sizes::traced)
                .isEqualTo(List.of(2L, 3L));
    }

    @Test
    void moreSymbolsThanDefaultsNeedSizes() {
        Signature five = Signature.of("x", DataType.FLOAT, "a", "b").and("y", DataType.FLOAT, "c", "d", "e");
        assertThatThrownBy(five::symbols).hasMessageContaining("symbol 'e'").hasMessageContaining("give the sizes");
    }

    @Test
    void wrongSignaturesAreRefused() {
        assertThatThrownBy(() -> new Signature(List.of(), List.of(), Map.of(), Map.of()))
                .hasMessageContaining("an input");
        assertThatThrownBy(() -> Signature.of("x", DataType.FLOAT, 1).output("x"))
                .hasMessageContaining("differ");
        assertThatThrownBy(() -> Signature.of("x", DataType.FLOAT, 1).range("x", 1, 1))
                .hasMessageContaining("low is below high");
        assertThatThrownBy(() -> Signature.of("x", DataType.FLOAT, 1).range("x", 0, Double.NaN))
                .hasMessageContaining("low is below high");
        assertThatThrownBy(() -> new Signature.Sizes(List.of(2L, 2L), List.of(1L, 3L)))
                .hasMessageContaining("two different");
        assertThatThrownBy(() -> new Signature.Sizes(List.of(2L, 3L), List.of(1L)))
                .hasMessageContaining("two to verify at");
    }

    @Test
    void samplesAreOfTheSeedAndTheDraw() {
        Signature signature = Signature.of("x", DataType.FLOAT, "batch", 50)
                .and("tokens", DataType.INT64, "batch", 40)
                .range("tokens", 5, 9)
                .and("flags", DataType.INT64, 30);
        Samples samples = new Samples(signature, 7);
        Map<String, Tensor> drawn = samples.at(0, sizes -> 3);

        assertThat(Objects.requireNonNull(drawn.get("x")).dims()).containsExactly(3, 50);
        assertThat(longs(drawn, "tokens")).containsOnly(5, 6, 7, 8);
        assertThat(longs(drawn, "flags")).containsOnly(0, 1);
        assertThat(samples.at(0, sizes -> 3)).isEqualTo(drawn);
        assertThat(samples.at(1, sizes -> 3)).isNotEqualTo(drawn);
        assertThat(new Samples(signature, 8).at(0, sizes -> 3)).isNotEqualTo(drawn);
    }

    private static long[] longs(Map<String, Tensor> drawn, String name) {
        return Objects.requireNonNull(drawn.get(name)).longs();
    }
}
