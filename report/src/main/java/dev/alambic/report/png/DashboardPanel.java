package dev.alambic.report.png;

import dev.alambic.report.chart.Role;
import dev.alambic.report.run.Change;
import dev.alambic.report.run.Headline;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.List;

/** The whole run in one picture: the name, the figures that count, and up to six panels. */
record DashboardPanel(String name, Headline headline, List<? extends Panel> panels) implements Panel {

    private static final int MARGIN = 28;
    private static final int HEADER = 74;
    private static final int FACTS = 96;
    private static final int COLUMNS = 3;
    private static final int GAP = 14;

    DashboardPanel {
        panels = List.copyOf(panels);
    }

    @Override
    public void paint(Graphics2D graphics, int width, int height, Theme theme) {
        Pen pen = Pen.on(graphics).fill(theme.background(), 0, 0, width, height);
        int room = width - 2 * MARGIN;
        pen.with(Pen.bold(26), theme.text()).left(name, MARGIN, 34, room);
        pen.with(Pen.font(14), theme.muted()).left(headline.sentence(), MARGIN, 64, room);
        paintFacts(pen, room, theme);
        int top = HEADER + GAP + (headline.facts().isEmpty() ? 0 : FACTS + GAP);
        int bottom = height - top - MARGIN / 2;
        Graphics2D rest = (Graphics2D) graphics.create(MARGIN, top, room, bottom);
        if (!panels.isEmpty()) {
            new GridPanel(panels, Math.min(COLUMNS, panels.size())).paint(rest, room, bottom, theme);
        }
        rest.dispose();
    }

    private void paintFacts(Pen pen, int room, Theme theme) {
        int count = headline.facts().size();
        if (count == 0) {
            return;
        }
        int width = (room - (count - 1) * GAP) / count;
        for (int i = 0; i < count; i++) {
            Headline.Fact fact = headline.facts().get(i);
            int x = MARGIN + i * (width + GAP);
            int top = HEADER + GAP;
            pen.fillRound(theme.tint(Role.OTHER, 0.12), x, top, width, FACTS);
            pen.with(Pen.font(13), theme.muted()).left(fact.name(), x + 14, top + 20, width - 28);
            pen.with(Pen.bold(24), theme.text()).left(fact.value(), x + 14, top + 48, width - 28);
            pen.with(Pen.font(13), colour(fact.change().tone(), theme))
                    .left(fact.change().text(), x + 14, top + 77, width - 28);
        }
    }

    private static Color colour(Change.Tone tone, Theme theme) {
        return switch (tone) {
            case BETTER -> theme.of(Role.STUDENT);
            case SAME -> theme.muted();
            case WORSE -> theme.of(Role.HARD);
        };
    }
}
