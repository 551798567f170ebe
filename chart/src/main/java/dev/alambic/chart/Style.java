package dev.alambic.chart;

import dev.alambic.chart.markup.Resource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How charts look, as style sheets. */
final class Style {

    private static final String COLOURS = Resource.text(Style.class, "colours.css");
    private static final String CHART = Resource.text(Style.class, "chart.css");
    private static final String PAGE = Resource.text(Style.class, "figure.css");
    private static final Pattern COLOUR = Pattern.compile("--(\\w+): (#\\w+)");
    private static final Pattern VARIABLE = Pattern.compile("var\\(--(\\w+)\\)");

    private Style() {}

    /** Returns the rules for a page, which hold inside charts alone, and the colours of both schemes. */
    static String ofPage() {
        return COLOURS + PAGE + CHART.replaceAll("(?m)^\\.", "svg .");
    }

    /** Returns the rules for a file: without variables, in the light scheme, which stands first. */
    static String ofFile() {
        return VARIABLE.matcher(CHART).replaceAll(found -> colour(found.group(1)));
    }

    private static String colour(String name) {
        Matcher colours = COLOUR.matcher(COLOURS);
        while (colours.find()) {
            if (colours.group(1).equals(name)) {
                return colours.group(2);
            }
        }
        throw new AssertionError("bug: no colour " + name);
    }
}
