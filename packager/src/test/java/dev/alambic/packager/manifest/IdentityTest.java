package dev.alambic.packager.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

    private static Identity labelled(String... labels) {
        return new Identity("m", "1", "", List.of(labels), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\rb", "\u0000", "\u0085", "a\u2028b", "a\u2029b"})
    void namesVersionsAndLabelsAreALineEach(String text) {
        assertThatThrownBy(() -> new Identity(text, "1", "", List.of(), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("name: 1 to 200 characters in one line (was ");
        assertThatThrownBy(() -> new Identity("m", text, "", List.of(), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("version: ");
        assertThatThrownBy(() -> labelled("cat", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("label 2: 1 to 200 characters in one line (was ");
    }

    @Test
    void aLabelHasAtMostTwoHundredCharactersOfAnyScript() {
        assertThatCode(() -> labelled("日本 🙂", "\"</script>\"", "x".repeat(200)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> labelled("x".repeat(201)))
                .hasMessage("label 1: 1 to 200 characters in one line (was 201)");
        assertThatThrownBy(() -> labelled("a\tb"))
                .hasMessage("label 1: 1 to 200 characters in one line (was 3 with a break or a sign for control)");
    }

    private static TensorSpec output(Object... shape) {
        return new TensorSpec("y", "float", List.of(shape), List.of(), null, "");
    }

    @Test
    void labelsAreAsManyAsClassesWhereTheirNumberIsKnown() {
        Identity two = labelled("no", "yes");
        assertThatCode(() -> two.requireFor(output("batch", 2L))).doesNotThrowAnyException();
        assertThatCode(() -> two.requireFor(output("batch", "classes"))).doesNotThrowAnyException();
        assertThatCode(() -> two.requireFor(output())).doesNotThrowAnyException();
        assertThatCode(() -> labelled().requireFor(output("batch", 3))).doesNotThrowAnyException();
        assertThatThrownBy(() -> two.requireFor(output("batch", 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("output 'y': as many labels as classes (expected 3, was 2)");
    }

    @Test
    void aManifestDoesNotExistWithOtherLabelsThanClasses() {
        Manifest full = Manifests.full();
        assertThatThrownBy(() -> Manifests.with(labelled("a", "b", "c"), full.evidence(), full.provenance()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Manifests.with(labelled("a", "b"), full.evidence(), full.provenance())
                        .identity()
                        .labels())
                .containsExactly("a", "b");
    }
}
