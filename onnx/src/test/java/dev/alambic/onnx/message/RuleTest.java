package dev.alambic.onnx.message;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTest {

    @Test
    void aRefusalNamesComponentRuleExpectedAndActual() {
        assertThatThrownBy(() -> Rule.require(false, "opset", "13 to 26", 99))
                .isInstanceOf(RuleException.class)
                .hasMessage("opset: out of range (expected 13 to 26, was 99)")
                .extracting("component")
                .isEqualTo("opset");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1e-300})
    void whatIsNoNumberIsRefused(double value) {
        assertThatThrownBy(() -> Rule.fraction("share", value)).isInstanceOf(RuleException.class);
        assertThatThrownBy(() -> Rule.atLeastZero("loss", value)).isInstanceOf(RuleException.class);
        assertThatThrownBy(() -> Rule.positive("rate", value)).isInstanceOf(RuleException.class);
    }

    @Test
    void theEdgesCount() {
        assertThatCode(() -> {
                    Rule.fraction("share", 0);
                    Rule.fraction("share", 1);
                    Rule.atLeastZero("loss", 0);
                    Rule.positive("rate", Double.MIN_VALUE);
                    Rule.atLeastOne("epochs", 1);
                })
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Rule.fraction("share", Math.nextUp(1.0))).isInstanceOf(RuleException.class);
        assertThatThrownBy(() -> Rule.positive("rate", 0)).isInstanceOf(RuleException.class);
        assertThatThrownBy(() -> Rule.atLeastOne("epochs", 0)).isInstanceOf(RuleException.class);
    }
}
