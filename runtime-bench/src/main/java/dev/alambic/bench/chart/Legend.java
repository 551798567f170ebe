package dev.alambic.bench.chart;

import java.util.List;

/** Which colour is whose. */
public final class Legend {
    /** How many colours there are; after the last comes the first again. */
    static final int COLOURS = 8;

    private Legend() {}

    /** Returns HTML that names the series, in the order of their colours. */
    public static String html(List<String> names) {
        StringBuilder html = new StringBuilder("<p class=\"legend\">");
        for (int i = 0; i < names.size(); i++) {
            html.append("<span class=\"key\"><svg width=\"12\" height=\"12\" aria-hidden=\"true\">")
                    .append("<circle cx=\"6\" cy=\"6\" r=\"5\" class=\"series")
                    .append(i % COLOURS)
                    .append("\"/></svg> ")
                    .append(Markup.escape(names.get(i)))
                    .append("</span> ");
        }
        return html.append("</p>\n").toString();
    }
}
