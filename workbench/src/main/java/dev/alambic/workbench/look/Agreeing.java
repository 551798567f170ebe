package dev.alambic.workbench.look;

import dev.alambic.workbench.look.Looks.Look;
import dev.alambic.workbench.look.Looks.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Says whether models looked at the same: by the correlation of the weights of their parts. */
final class Agreeing {
    private static final double SAME = 0.8;
    private static final double ABOUT = 0.4;

    private Agreeing() {}

    /** Returns a line for each model after the first that looked at as many parts. */
    static List<String> lines(List<Look> looks) {
        List<Look> able = looks.stream()
                .filter(look -> look.error() == null && !look.parts().isEmpty())
                .toList();
        List<String> lines = new ArrayList<>();
        for (int i = 1; i < able.size(); i++) {
            if (able.get(i).parts().size() == able.get(0).parts().size()) {
                lines.add(line(able.get(0), able.get(i)));
            }
        }
        return lines;
    }

    private static String line(Look first, Look other) {
        double r = correlation(first.parts(), other.parts());
        if (Double.isNaN(r)) {
            return other.model() + " and " + first.model() + ": nothing that was taken away changes the answer of one";
        }
        String how = r >= SAME
                ? "looked at the same as"
                : r >= ABOUT ? "looked at about the same as" : "looked elsewhere than";
        String line = String.format(Locale.ROOT, "%s %s %s (correlation %.2f)", other.model(), how, first.model(), r);
        String mine = strongest(other);
        String its = strongest(first);
        return mine.equals(its) ? line : line + ": most counts " + mine + ", to " + first.model() + " " + its;
    }

    private static String strongest(Look look) {
        return look.parts().stream()
                .max(Comparator.comparingDouble(part -> Math.abs(part.weight())))
                .map(part -> look.columns() == null ? "'" + part.name() + "'" : "the " + part.name())
                .orElseThrow();
    }

    /** Returns Pearson's correlation of weights, -1 to 1; NaN if those of one are all equal. */
    static double correlation(List<Part> a, List<Part> b) {
        double meanA = a.stream().mapToDouble(Part::weight).average().orElse(0);
        double meanB = b.stream().mapToDouble(Part::weight).average().orElse(0);
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.size(); i++) {
            double x = a.get(i).weight() - meanA;
            double y = b.get(i).weight() - meanB;
            ab += x * y;
            aa += x * x;
            bb += y * y;
        }
        return aa == 0 || bb == 0 ? Double.NaN : ab / Math.sqrt(aa * bb);
    }
}
