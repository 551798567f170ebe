package dev.alambic.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.file.InvalidDataException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelEncoderTest {

    private static LabelEncoder encoder(List<String> classes, String... labels) {
        LabelEncoder encoder = new LabelEncoder(classes);
        for (int i = 0; i < labels.length; i++) {
            int line = i;
            encoder.add(labels[i], () -> "d.csv:" + (line + 2));
        }
        return encoder;
    }

    private static LabelEncoder of(String... labels) {
        LabelEncoder encoder = new LabelEncoder(null);
        Arrays.stream(labels).forEach(label -> encoder.add(label, () -> "somewhere"));
        return encoder;
    }

    @ParameterizedTest
    @CsvSource({"b a c a, a b c", "10 9 -1, -1 9 10", "1.5 1 x, 1 1.5 x", "2 2.0 1, 1 2", "1e3 200 none, 1e3 200 none"})
    void theOrderDoesNotDependOnThatOfTheRows(String labels, String classes) {
        assertThat(of(labels.split(" ")).classes()).containsExactly(classes.split(" "));
    }

    @Test
    void labelsAreIndicesOfTheClasses() {
        LabelEncoder encoder = of("b", "a", "c", "a");

        assertThat(encoder.labels()).containsExactly(1, 0, 2, 0);
    }

    @Test
    void moreLabelsThanTheFirstRoomAreKept() {
        LabelEncoder encoder = new LabelEncoder(null);
        IntStream.range(0, 200).forEach(i -> encoder.add(Integer.toString(i % 3), () -> "somewhere"));

        assertThat(encoder.labels()).hasSize(200).startsWith(0, 1, 2, 0).endsWith(0, 1);
    }

    @Test
    void givenClassesKeepTheirOrder() {
        LabelEncoder encoder = encoder(List.of("z", "a", "m"), "a", "z", "a");

        assertThat(encoder.classes()).containsExactly("z", "a", "m");
        assertThat(encoder.labels()).containsExactly(1, 0, 1);
    }

    @Test
    void aLabelThatTrainingNeverSawIsNamedWithItsPlace() {
        assertThatThrownBy(() -> encoder(List.of("a", "b"), "a", "c"))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("d.csv:3: a label that training never saw (expected one of 'a', 'b', was 'c')");
    }

    @Test
    void ofManyClassesTenAreShown() {
        List<String> many = IntStream.range(0, 12).mapToObj(Integer::toString).toList();

        assertThatThrownBy(() -> encoder(many, "x")).hasMessageContaining("'9' and 2 more, was 'x'");
    }

    @Test
    void oneClassIsNothingToTellApart() {
        assertThatThrownBy(() -> of("a", "a").requireTwoClasses("d.csv"))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("d.csv: fewer than 2 classes (expected at least 2, was 1 'a')");
        assertThatCode(() -> of("a", "b").requireTwoClasses("d.csv")).doesNotThrowAnyException();
    }
}
