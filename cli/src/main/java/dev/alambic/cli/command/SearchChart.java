package dev.alambic.cli.command;

import dev.alambic.chart.Axis;
import dev.alambic.chart.Axis.Unit;
import dev.alambic.chart.Chart.Caption;
import dev.alambic.chart.FrontChart;
import dev.alambic.chart.FrontChart.Guide;
import dev.alambic.chart.FrontChart.Point;
import dev.alambic.chart.Key;
import dev.alambic.chart.Look;
import dev.alambic.chart.Role;
import dev.alambic.quantizer.search.SearchResult;
import dev.alambic.quantizer.search.Try;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How good and how fast the forms of a model are that a search tried: time to the right, quality upwards. */
final class SearchChart {

    /** What became of a form; each has its colour. */
    private enum Fate {
        /** What the others are compared with. */
        BASELINE(Role.TEACHER, Look.DIAMOND),
        /** Good enough. */
        GOOD(Role.BETTER, Look.CIRCLE),
        /** Not good enough. */
        REFUSED(Role.WORSE, Look.TRIANGLE),
        /** The one that was taken. */
        CHOSEN(Role.STUDENT, Look.CIRCLE);

        private final Role role;
        private final Look look;

        Fate(Role role, Look look) {
            this.role = role;
            this.look = look;
        }

        private Key key() {
            return new Key(name().toLowerCase(Locale.ROOT), role, look);
        }

        private static Fate of(Try form, SearchResult result) {
            if (form.equals(result.chosen())) {
                return CHOSEN;
            }
            if (form.equals(result.tries().get(0))) {
                return BASELINE;
            }
            return form.meetsBound() ? GOOD : REFUSED;
        }
    }

    private SearchChart() {}

    /**
     * Returns the chart.
     *
     * @param qualityTitle what is drawn upwards, with its unit
     * @param least the quality that is wanted
     */
    static FrontChart of(SearchResult result, String qualityTitle, double least) {
        List<Point> points = new ArrayList<>();
        List<Guide> guides = new ArrayList<>();
        Set<Fate> fates = EnumSet.noneOf(Fate.class);
        for (Try form : result.tries()) {
            Double micros = form.micros();
            if (micros != null) {
                if (points.isEmpty()) {
                    guides.add(new Guide("time of the baseline", true, micros, Role.TEACHER));
                }
                Fate fate = Fate.of(form, result);
                points.add(new Point(form.label(), micros, form.quality(), fate.role, fate.look));
                fates.add(fate);
            }
        }
        guides.add(new Guide("bound", false, least, Role.SOFT));
        return new FrontChart(
                Caption.of(result.conclusion()),
                Axis.of("time of a run", Unit.MICROS),
                Axis.of(qualityTitle, Unit.PLAIN),
                points,
                guides,
                fates.stream().map(Fate::key).toList());
    }
}
