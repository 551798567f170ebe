package dev.alambic.workbench.look;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sample whose parts can be taken away one at a time. */
interface Coverable {

    /** Returns the sample, [values]. */
    float[] whole();

    int parts();

    /** Returns a new sample that lacks a part. */
    float[] without(int part);

    /** Returns what a part is called. */
    String name(int part);

    /** Returns what a part holds, where that is to be told. */
    default @Nullable String was(int part) {
        return null;
    }

    /** Returns what stands in the place of a part; null for nothing. */
    default @Nullable String instead(int part) {
        return null;
    }

    /** Returns in how many columns the parts lie; null if in none. */
    default @Nullable Integer columns() {
        return null;
    }

    /** Returns the bounds of neighbours that go together, so that there are at most {@code most} groups of them. */
    static List<int[]> groups(int count, int most) {
        int groups = Math.min(count, most);
        List<int[]> bounds = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            bounds.add(new int[] {(int) ((long) i * count / groups), (int) ((long) (i + 1) * count / groups)});
        }
        return bounds;
    }
}
