package dev.alambic.onnx.structure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnitsTest {

    @Test
    void whatIsJoinedIsOneUnit() {
        Units units = new Units();
        int[] a = units.fresh(3);
        int[] b = units.fresh(3);

        units.join(a[0], b[2]);
        units.join(b[2], a[1]);

        assertThat(units.root(a[0])).isEqualTo(units.root(a[1])).isEqualTo(units.root(b[2]));
        assertThat(units.root(a[2])).isNotEqualTo(units.root(a[0]));
    }

    @Test
    void whatOneCannotLoseNoneOfThemCan() {
        Units units = new Units();
        int[] some = units.fresh(3);

        units.fix(some[1], "the model returns it");
        units.markInexact(some[2], "normalizes over it");
        units.join(some[0], some[1]);
        units.join(some[2], some[0]);

        for (int unit : some) {
            assertThat(units.fixedBecause(unit)).contains("the model returns it");
            assertThat(units.inexactBecause(unit)).contains("normalizes over it");
        }
    }

    @Test
    void theFirstReasonIsKept() {
        Units units = new Units();
        int unit = units.fresh(1)[0];

        units.fix(unit, "first");
        units.fix(unit, "second");

        assertThat(units.fixedBecause(unit)).contains("first");
        assertThat(units.inexactBecause(unit)).isEmpty();
    }

    @Test
    void thereAreAsManyAsAreAskedFor() {
        Units units = new Units();
        int[] many = units.fresh(5000);

        units.join(many[0], many[4999]);

        assertThat(units.root(many[4999])).isEqualTo(many[0]);
        assertThat(units.fresh(1)).containsExactly(5000);
    }
}
