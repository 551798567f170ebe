package dev.alambic.onnx.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.graph.Node;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TraitTest {

    static Stream<Trait> all() {
        return Arrays.stream(Trait.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(TraitTest::trait);
    }

    private static Trait trait(Field field) {
        try {
            return (Trait) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError("bug: a field of a public class", e);
        }
    }

    /** Such a name is written as the standard does: no space, no comma, a capital first. */
    @ParameterizedTest
    @MethodSource("all")
    void isOfOperatorsAsTheStandardWritesThem(Trait trait) {
        assertThat(trait.operators()).isNotEmpty().allMatch(operator -> operator.matches("[A-Z][A-Za-z0-9]*"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void isOfNodesOfTheStandardAlone(Trait trait) {
        Node node = Node.of(trait.operators().iterator().next(), List.of("x"), "y");

        assertThat(trait.isOf(node)).isTrue();
        assertThat(trait.isOf(node.withDomain("com.microsoft"))).isFalse();
        assertThat(trait.isOf(node.withOpType("NoSuchOperator"))).isFalse();
    }

    @Test
    void whatReshapesKeepsTheScaleAndIsAFormAndAMove() {
        List.of(Trait.KEEPS_SCALE, Trait.FORM, Trait.MOVE)
                .forEach(trait -> assertThat(trait.operators()).containsAll(Trait.RESHAPE.operators()));
    }

    @Test
    void noOperatorIsUnaryAndBroadcast() {
        assertThat(Trait.UNARY.operators()).doesNotContainAnyElementsOf(Trait.BROADCAST.operators());
    }

    @ParameterizedTest
    @CsvSource({"Conv, true", "GRU, true", "Gather, false", "Add, false"})
    void layersAreProductsAndRecurrences(String operator, boolean layer) {
        assertThat(Trait.LAYER.isOf(operator)).isEqualTo(layer);
    }
}
