package dev.alambic.onnx.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeExpressionTest {
    private static final Map<String, Long> SIZES = Map.of("past", 3L, "now", 2L, "a b", 9L);

    @ParameterizedTest
    @CsvSource({
        "past, 3",
        "past + now, 5",
        "past+now, 5",
        "2*past - now, 4",
        "(past + 5) // now, 4",
        "past/now, 1",
        "7, 7",
        "a b, 9"
    })
    void sizeFollowsFromOthers(String symbol, long expected) {
        assertThat(SizeExpression.value(symbol, SIZES)).hasValue(expected);
    }

    @ParameterizedTest
    @CsvSource({"other", "past +", "(past", "past now", "now - past", "past / 0", "?"})
    void whatIsNoExpressionOfKnownNamesHasNoSize(String symbol) {
        assertThat(SizeExpression.value(symbol, SIZES)).isEqualTo(OptionalLong.empty());
    }

    @Test
    void namesAreThoseOfTheExpression() {
        assertThat(SizeExpression.names("past + 2*now")).containsExactly("past", "now");
        assertThat(SizeExpression.names("sequence_length")).containsExactly("sequence_length");
        assertThat(SizeExpression.names("unk__12 ?")).containsExactly("unk__12 ?");
        assertThat(SizeExpression.names("image.2")).containsExactly("image.2");
    }
}
