package dev.alambic.quantizer.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.graph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloatOnlyTest {

    @Test
    void everyEntryNamesOperatorsAndItsSource() {
        assertThat(FloatOnly.all()).flatExtracting(FloatOnly::operators).doesNotHaveDuplicates();
        assertThat(FloatOnly.all()).allSatisfy(only -> {
            assertThat(only.operators()).isNotEmpty();
            assertThat(only.source()).isNotBlank();
            assertThat(only.values().isEmpty()).isEqualTo(only.attribute().isEmpty());
        });
    }

    @Test
    void anOperatorIsFreeFromTheOpsetThatGivesItFloat16() {
        Node node = Node.of("IsInf", List.of("x"), "y");

        assertThat(FloatOnly.concerns(node, 19)).isTrue();
        assertThat(FloatOnly.concerns(node, 20)).isFalse();
    }

    @Test
    void whatDependsOnAnAttributeOrAnOutputHoldsOnlyWithIt() {
        Node scatter = Node.of("ScatterND", List.of("x", "i", "u"), "y");
        Node cast = Node.of("Cast", List.of("x"), "y");
        Node norm = Node.of("LayerNormalization", List.of("x", "s"), "y");

        assertThat(FloatOnly.concerns(scatter, 18)).isFalse();
        assertThat(FloatOnly.concerns(scatter.with("reduction", "add"), 18)).isTrue();
        assertThat(FloatOnly.concerns(cast.with("to", 1), 18)).isFalse();
        assertThat(FloatOnly.concerns(cast.with("to", 8), 18)).isTrue();
        assertThat(FloatOnly.concerns(norm, 18)).isFalse();
        assertThat(FloatOnly.concerns(norm.withOutputs(List.of("y", "", "d")), 18))
                .isTrue();
    }
}
