package dev.alambic.cli.usage;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a mistyped one was meant to be. */
public final class Nearest {

    private Nearest() {}

    /** Returns the name at the least distance from {@code typed}, if it is near enough to be a slip. */
    public static Optional<String> to(String typed, Collection<String> names) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> distance(wanted, name.toLowerCase(Locale.ROOT)) <= allowed(wanted, name))
                .min(Comparator.comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT))));
    }

    /** Returns {@code ", did you mean 'x'?"}, or the choices if none is near. */
    public static String hint(String typed, Collection<String> names) {
        return to(typed, names).map(name -> ", did you mean '" + name + "'?").orElseGet(() -> choices(names));
    }

    /** Returns {@code " (expected one of a, b, c)"}, or nothing if there is no choice. */
    public static String choices(Collection<String> names) {
        return names.isEmpty() ? "" : " (expected one of " + String.join(", ", names) + ")";
    }

    private static int allowed(String typed, String name) {
        return Math.max(1, Math.min(typed.length(), name.length()) / 3);
    }

    /**
     * Returns the least number of insertions, deletions, replacements and swaps of neighbours between two words (the
     * optimal string alignment distance: Boytsov, <cite>Indexing methods for approximate dictionary searching</cite>,
     * 2011, section 2.1).
     */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(a, b, cost, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(String a, String b, int[][] cost, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
