package dev.alambic.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.bench.record.OpenLoop;
import dev.alambic.bench.record.Setting;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

final class CallStreamTest {

    private static final long MILLI = 1_000_000;

    /** A clock that only moves when a call runs or somebody waits. */
    private static final class TestClock implements Clock {
        private long now;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void waitUntil(long nanos) {
            now = Math.max(now, nanos);
        }
    }

    /** Returns the result of 100 calls a second for a second, of which the i-th takes so many milliseconds. */
    private static OpenLoop measured(LongUnaryOperator millis) {
        TestClock clock = new TestClock();
        long[] call = new long[1];
        CallStream stream = new CallStream(() -> clock.now += millis.applyAsLong(call[0]++) * MILLI, 100, clock);
        stream.slice(1);
        return stream.result(Setting.of(1, 1));
    }

    @Test
    void modelThatIsFastEnoughKeepsUp() {
        OpenLoop result = measured(call -> 4);
        assertThat(result.held()).isTrue();
        assertThat(result.calls()).isEqualTo(100);
        assertThat(result.achievedPerSecond()).isEqualTo(100);
        assertThat(result.longestBacklog()).isZero();
        // three significant digits in the histogram
        assertThat(result.micros().p50()).isCloseTo(4000, within(4.0));
    }

    @Test
    void callsThatWaitForASlowOneCountFromWhenTheyWereDue() {
        // the first takes 505 ms; the 50 that are due meanwhile wait 495, 485, … 5 ms
        OpenLoop result = measured(call -> call == 0 ? 505 : 0);
        assertThat(result.held()).isTrue();
        assertThat(result.longestBacklog()).isEqualTo(49);
        assertThat(result.micros().p90()).isCloseTo(405_000, within(405.0));
        assertThat(result.micros().mean()).isCloseTo(51 * 255 / 100.0 * 1000, within(131.0));
    }

    @Test
    void rateThatCannotBeHeldIsToldWithTheRateThatWas() {
        OpenLoop result = measured(call -> 25);
        assertThat(result.held()).isFalse();
        assertThat(result.ratePerSecond()).isEqualTo(100);
        assertThat(result.achievedPerSecond()).isCloseTo(40, within(0.5));
        // it gives up after twice the time
        assertThat(result.calls()).isEqualTo(80);
        assertThat(result.longestBacklog()).isBetween(50L, 60L);
    }

    @Test
    void atLeastOneCallIsMade() {
        TestClock clock = new TestClock();
        CallStream stream = new CallStream(() -> clock.now += MILLI, 0.1, clock);
        stream.slice(0.5);
        assertThat(stream.result(Setting.of(1, 1)).calls()).isEqualTo(1);
    }
}
