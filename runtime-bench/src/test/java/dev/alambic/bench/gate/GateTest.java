package dev.alambic.bench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.SampleComparison;
import dev.alambic.bench.record.Setting;
import dev.alambic.bench.record.Verdict;
import dev.alambic.bench.record.Verdict.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The teacher takes 12.5 µs, is right in 97.37 % and has 212,345 bytes; the student takes 3.125 µs and has 6,789. */
class GateTest {

    private static final Comparison COMPARISON = named("student");

    /** Returns the comparison with another name for the student, who has a second setting: batch 32 in 40 µs. */
    private static Comparison named(String student) {
        Comparison sample = SampleComparison.comparison();
        ModelResult second = sample.models().get(1);
        ModelResult renamed = ModelResult.of(student, second.file(), second.fileBytes(), second.size())
                .withLatency(List.of(second.latency().get(0), SampleComparison.latency(32, 40, 2, false)));
        return new Comparison(
                sample.baseline(), sample.machine(), List.of(sample.models().get(0), renamed), List.of());
    }

    private static Verdict verdict(String requirement) {
        return Gate.parse(requirement).judge(COMPARISON).get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "student.p50 <= 0.5*teacher.p50",
                "student.p50<=0.5*teacher.p50",
                "student.p50 < 4us",
                "student.p50 < 4µs",
                "student.p50 > 0.003 ms",
                "student.p50 > 3e-6s",
                "student.p50 ≤ 3.2us",
                "student.bytes = 6789",
                "student.p50@batch=32 > 39us",
                "student.p50@batch=32,threads=1 > 39us",
                "student.p50@provider=cpu,batch=32 > 39us",
                "student.bytes <= 1MB",
                "student.bytes == 6.789kB",
                "student.bytes <= 6789",
                "student.bytes > 6.6 KiB",
                "student.bytes != 6KB",
                "teacher.accuracy >= 97%",
                "teacher.accuracy-0.01 <= 0.97",
                "teacher.accuracy - 0.1 * 2 < 0.78",
                "(teacher.accuracy - 0.1) * 2 > 1.7",
                "-teacher.accuracy < -0.9",
                "teacher.p50 / student.p50 > 3.9x",
                "teacher.bytes / student.bytes > 31",
                "student.parameters <= 5k",
                "student.samples_per_second >= 300k",
                "student.speedup >= 3",
                "baseline.p50 == teacher.p50",
                "\"student\".p50 < 1ms",
                "'student' . p50 < 1ms",
            })
    void whatHoldsPasses(String requirement) {
        assertThat(verdict(requirement)).satisfies(verdict -> {
            assertThat(verdict.outcome()).isEqualTo(Outcome.PASSED);
            assertThat(verdict.goal()).isEqualTo(requirement);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                student.p50 > 0.5*teacher.p50  | 3.13 µs > 6.25 µs
                student.bytes <= 1KB           | 6.79 kB <= 1 kB
                student.bytes <= 1000          | 6.79 kB <= 1 kB
                teacher.accuracy >= 99%        | 0.9737 >= 0.9900
                teacher.accuracy > 0.97370001  | 0.9737 > 0.97370001
                student.p50 / 0 < 3us          | Infinity s < 3 µs
                """)
    void whatDoesNotHoldFailsWithBothValues(String requirement, String found) {
        assertThat(verdict(requirement)).isEqualTo(new Verdict(requirement, Outcome.FAILED, found));
    }

    @Test
    void requirementsAreSeparatedByCommasOrAnd() {
        List<Verdict> verdicts = Gate.parse(
                        "student.p50@batch=32,threads=1 <= 1us, student.bytes<=1MB and teacher.p50 > 1us,teacher.bytes>0")
                .judge(COMPARISON);

        assertThat(verdicts)
                .extracting(Verdict::goal)
                .containsExactly(
                        "student.p50@batch=32,threads=1 <= 1us",
                        "student.bytes<=1MB",
                        "teacher.p50 > 1us",
                        "teacher.bytes>0");
        assertThat(verdicts).extracting(Verdict::passed).containsExactly(false, true, true, true);
    }

    @Test
    void aNameMayHoldAMinusOrWhateverStandsInQuotationMarks() {
        assertThat(Gate.parse("student-int8.p50 <= teacher.p50-student-int8.p50")
                        .judge(named("student-int8")))
                .allMatch(Verdict::passed);
        assertThat(Gate.parse("\"runs/a b.onnx\".p50 < 'runs/a b.onnx'.p50 * 2").judge(named("runs/a b.onnx")))
                .allMatch(Verdict::passed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                student.accuracy > 0        | student.accuracy was not measured: give labelled data (--data); of several tasks name one (@task=NAME)
                student.memory < 1GB        | student.memory was not measured: memory is measured on Linux, unless it is turned off
                student.p99 < 1s            | student.p99 was not measured: measure latency at that setting in at least 1,000 runs, and long enough
                student.p50@threads=2 < 1s  | student.p50@threads=2 was not measured: measure latency at that setting
                student.energy < 5mJ        | student.energy was not measured: the machine must count it (RAPL), and let the counters be read
                teacher.open_p99 < 1s       | teacher.open_p99 was not measured: measure at a given rate of calls
                """)
    void whatWasNotMeasuredNeverPassesAndSaysHowToMeasureIt(String requirement, String found) {
        assertThat(verdict(requirement)).isEqualTo(new Verdict(requirement, Outcome.UNKNOWN, found));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                student.p5O <= 1ms       | character 9: unknown metric 'p5O', did you mean 'p50'?
                studnet.p50 <= 1ms       | character 1: unknown model 'studnet', did you mean 'student'?
                1ms > x.p50              | character 7: unknown model 'x' (expected one of teacher, student, baseline)
                student.p50 <= 1mz       | character 17: unknown unit 'mz', did you mean 'ms'?
                student.p50@bach=1 < 1s  | character 13: unknown setting 'bach', did you mean 'batch'?
                student.p50 <=           | character 15: expected a number, a bracket or a figure such as student.p50, was the end
                student.p50              | character 12: expected <=, <, >=, >, == or !=, was the end
                1us < student.p50 < 1ms  | character 19: expected one comparison in a requirement, then a comma, was '<'
                student < 1ms            | character 9: expected '.' and a metric after 'student', was '<'
                (student.p50 < 1ms       | character 14: expected ')', was '<'
                student.p50 < 1ms;       | character 18: unexpected ';'
                student.p50 < 1ms 2      | character 19: expected a comma or the end, was '2'
                student.p50 < 1ms,       | character 19: expected a number, a bracket or a figure such as student.p50, was the end
                """)
    void whatIsNoGateIsRefusedWithThePlace(String gate, String message) {
        assertThatThrownBy(() -> Gate.parse(gate).check(List.of("teacher", "student")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gate '" + gate + "', " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                student.p50 < 5                 | both sides count the same (expected a time, was a number): write a unit, such as 5ms
                student.p50 < 1MB               | both sides count the same (expected a time, was a size in bytes)
                student.bytes < 0.9*teacher.p50 | both sides count the same (expected a size in bytes, was a time)
                student.accuracy + 1ms > 0      | both sides count the same (expected a number, was a time)
                """)
    void whatCannotBeComparedIsRefusedBeforeAnythingIsMeasured(String gate, String message) {
        assertThatThrownBy(() -> Gate.parse(gate).check(List.of("teacher", "student")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gate '" + gate + "': " + message);
    }

    @Test
    void bracketsWithinBracketsAreBounded() {
        assertThatThrownBy(() -> Gate.parse("(".repeat(100_000) + "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 100 brackets");
    }

    @Test
    void withoutASettingTheFirstIsMeant() {
        assertThat(Selector.FIRST.admits(Setting.of(32, 4))).isTrue();
        assertThat(new Selector(List.of(new Selector.Choice("batch", "1"))).admits(Setting.of(32, 4)))
                .isFalse();
    }
}
