package dev.alambic.run.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.message.Rule;
import dev.alambic.run.UsageException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordBinderTest {

    enum Colour {
        RED,
        DARK_BLUE
    }

    sealed interface Form {
        record Circle(double radius) implements Form {
            public Circle {
                Rule.positive("radius", radius);
            }

            public static Circle defaults() {
                return new Circle(1);
            }
        }

        record SharpBox(int width, int height) implements Form {}
    }

    record Picture(
            String title,
            Colour colour,
            boolean framed,
            long number,
            List<Form> forms,
            @Nullable Form stamp) {
        public static Picture defaults() {
            return new Picture("untitled", Colour.RED, true, 7, List.of(), null);
        }
    }

    private static Picture read(String yaml) {
        return RecordBinder.bind(YamlParser.parseFile(yaml, "p.yaml"), Picture.class);
    }

    private static void refuses(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(UsageException.class).hasMessage(message);
    }

    @Test
    void whatIsLeftOutIsTheDefault() {
        assertThat(read("title: a")).isEqualTo(new Picture("a", Colour.RED, true, 7, List.of(), null));
    }

    @Test
    void everyKindOfValueIsRead() {
        Picture picture = read("""
                title: '007'
                colour: dark-blue
                framed: False
                number: 9_000_000_000
                forms:
                  - {type: circle, radius: 1e-3}
                  - type: sharpBox
                    width: 3
                    height: -4
                  - circle
                stamp: {type: CIRCLE, radius: .5}
                """);
        assertThat(picture)
                .isEqualTo(new Picture(
                        "007",
                        Colour.DARK_BLUE,
                        false,
                        9_000_000_000L,
                        List.of(new Form.Circle(1e-3), new Form.SharpBox(3, -4), new Form.Circle(1)),
                        new Form.Circle(0.5)));
    }

    @Test
    void nothingIsNullWhereNullMayBe() {
        assertThat(read("stamp: null").stamp()).isNull();
        assertThat(read("stamp: ~").stamp()).isNull();
        refuses("title:", "p.yaml:1: key 'title': expected a value, was nothing");
    }

    @Test
    void anUnknownKeyNamesTheNearest() {
        refuses("title: a\ncolor: red", "p.yaml:2: unknown key 'color', did you mean 'colour'?");
        refuses(
                "forms:\n- {type: circle, raduis: 1}",
                "p.yaml:2: unknown key 'forms[0].raduis', did you mean 'radius'?");
    }

    @Test
    void anUnknownKeyNearNothingNamesAllKeys() {
        refuses(
                "forms: [{type: sharpBox, depth: 1}]",
                "p.yaml:1: unknown key 'forms[0].depth' (expected one of width, height)");
    }

    @Test
    void aKeyWithoutDefaultMustBeGiven() {
        refuses("forms:\n\n- {type: sharpBox, width: 1}", "p.yaml:3: key 'forms[0].height' is missing");
    }

    @Test
    void aChoiceNamesItsTypes() {
        refuses("stamp: {radius: 1}", "p.yaml:1: key 'stamp.type' is missing (expected one of circle, sharpBox)");
        refuses("stamp: {type: circel}", "p.yaml:1: key 'stamp.type': unknown type 'circel', did you mean 'circle'?");
        refuses("stamp: [1]", "p.yaml:1: key 'stamp': expected keys and values with a 'type', was a list");
    }

    @Test
    void anUnknownConstantNamesAll() {
        refuses("\n\ncolour: green", "p.yaml:3: key 'colour': unknown value 'green' (expected one of red, darkBlue)");
    }

    @ParameterizedTest
    @CsvSource({
        "framed: yes, true or false, 'yes'",
        "number: 1.5, a whole number, '1.5'",
        "number: 0x10, a whole number, '0x10'",
        "number: 99999999999999999999, a whole number from -9223372036854775808 to 9223372036854775807, "
                + "'99999999999999999999'",
        "number: [], a value, a list",
        "title: {}, a value, keys and values",
        "forms: 1, a list, '1'",
    })
    void aWrongValueNamesLineKeyAndWhatWasExpected(String line, String expected, String actual) {
        String key = line.substring(0, line.indexOf(':'));
        String quoted = actual.matches("a list|keys and values") ? actual : "'" + actual + "'";
        refuses(line, "p.yaml:1: key '" + key + "': expected " + expected + ", was " + quoted);
    }

    @ParameterizedTest
    @CsvSource({"NaN", "infinity", "1d", "one", "1e999"})
    void aNumberIsFiniteAndPlain(String text) {
        assertThatThrownBy(() -> read("stamp: {type: circle, radius: " + text + "}"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("p.yaml:1: key 'stamp.radius': expected a ")
                .hasMessageEndingWith("number, was '" + text + "'");
    }

    @Test
    void anIntThatIsTooLargeIsRefused() {
        refuses(
                "stamp: {type: sharpBox, width: 3000000000, height: 1}",
                "p.yaml:1: key 'stamp.width': expected a whole number from -2147483648 to 2147483647, was '3000000000'");
    }

    @Test
    void whatTheRecordRefusesStandsAtItsKey() {
        refuses(
                "title: a\nstamp:\n  type: circle\n  radius: -1",
                "p.yaml:4: key 'stamp.radius': radius: out of range (expected above 0, was -1.0)");
    }

    /** A rule of the outer record about the inner one. */
    record Frame(String radius, Ring ring) {
        record Ring(double radius, double width) {
            public static Ring defaults() {
                return new Ring(1, 1);
            }
        }

        public Frame {
            Rule.require(ring.width() <= ring.radius(), "ring.width", "at most the radius", ring.width());
        }

        public static Frame defaults() {
            return new Frame("", Ring.defaults());
        }
    }

    private static void frameRefuses(String yaml, String message) {
        assertThatThrownBy(() -> RecordBinder.bind(YamlParser.parseFile(yaml, "f.yaml"), Frame.class))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void aRuleStandsAtTheComponentThatItNamesNotAtAWordOfItsMessage() {
        String rule = "ring.width: out of range (expected at most the radius, was 2.0)";
        frameRefuses("radius: a\nring:\n  radius: 1\n  width: 2", "f.yaml:4: key 'ring.width': " + rule);
    }

    @Test
    void aRuleAboutWhatIsLeftOutStandsAtWhatIsAroundIt() {
        frameRefuses(
                "radius: a\nring:\n  radius: 0.5",
                "f.yaml:3: key 'ring': ring.width: out of range (expected at most the radius, was 1.0)");
    }

    @Test
    void aWholeFileIsNotRepeatedInTheMessage() {
        String long30k = "word ".repeat(6000);
        for (String yaml : List.of(
                long30k,
                "number: " + long30k,
                "colour: " + long30k,
                "stamp: {type: " + long30k + "}",
                "? '" + long30k + "'\n: 1")) {
            assertThatThrownBy(() -> read(yaml))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("'word word")
                    .hasMessageContaining("…' (")
                    .satisfies(thrown -> assertThat(thrown.getMessage()).hasSizeLessThan(250));
        }
    }

    @Test
    void aKeyMayStandOnce() {
        refuses("title: a\ntitle: b", "p.yaml:2: key 'title' was already given at p.yaml:1");
    }

    @Test
    void brokenYamlNamesTheLine() {
        assertThatThrownBy(() -> read("title: a\nforms: [1, 2\nnumber: 3"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("p.yaml:3: not valid YAML: ");
        refuses("- 1", "p.yaml:1: expected keys and values, was a list");
        refuses("", "p.yaml:1: expected keys and values, was nothing");
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> read("forms: " + "[".repeat(40) + "]".repeat(40)))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("p.yaml:1: nested more than");
    }

    @Test
    void whatIsWrittenReadsBackEqual() {
        Picture picture = new Picture(
                "null: \"x\" # no",
                Colour.DARK_BLUE,
                false,
                -3,
                List.of(new Form.SharpBox(1, 2), new Form.Circle(1e-5)),
                null);
        assertThat(read(RecordWriter.write(picture))).isEqualTo(picture);
    }
}
