package dev.alambic.data.survey;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.folder.LabelledFiles;
import dev.alambic.data.picture.Fit;
import dev.alambic.data.picture.PictureForm;
import dev.alambic.onnx.InputMeaning;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Some pictures of each class, a row a class, spread evenly over its files; a broken one is a red square. */
public final class ContactSheet {
    private static final int SIDE = 80;
    private static final int GAP = 4;
    private static final int TITLE = 18;
    private static final int COLUMNS = 12;
    private static final int MOST_ROWS = 40;

    private ContactSheet() {}

    /** Draws the sheet. */
    public static BufferedImage of(LabelledFiles files) {
        Map<String, List<LabelledFiles.Entry>> classes = files.files().stream()
                .collect(Collectors.groupingBy(LabelledFiles.Entry::label, TreeMap::new, Collectors.toList()));
        Map<String, List<LabelledFiles.Entry>> shown = new LinkedHashMap<>();
        classes.entrySet().stream().limit(MOST_ROWS).forEach(row -> shown.put(row.getKey(), row.getValue()));
        int row = SIDE + TITLE + GAP;
        BufferedImage sheet =
                new BufferedImage(COLUMNS * (SIDE + GAP) + GAP, shown.size() * row + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        int top = GAP;
        for (Map.Entry<String, List<LabelledFiles.Entry>> each : shown.entrySet()) {
            List<LabelledFiles.Entry> members = each.getValue();
            graphics.setColor(Color.BLACK);
            graphics.drawString(each.getKey() + " (" + members.size() + ")", GAP, top + TITLE - 5);
            int count = Math.min(COLUMNS, members.size());
            for (int i = 0; i < count; i++) {
                LabelledFiles.Entry file = members.get((int) ((long) i * members.size() / count));
                draw(graphics, files.root().resolve(file.file()), GAP + i * (SIDE + GAP), top + TITLE);
            }
            top += row;
        }
        graphics.dispose();
        return sheet;
    }

    private static void draw(Graphics2D graphics, Path file, int x, int y) {
        InputMeaning.Image square = new InputMeaning.Image(3, SIDE, SIDE, 0, 255);
        try {
            float[] values = PictureForm.of(square, Fit.PAD).values(file);
            BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
            int plane = SIDE * SIDE;
            for (int i = 0; i < plane; i++) {
                int red = Math.round(values[i]);
                int green = Math.round(values[plane + i]);
                int blue = Math.round(values[2 * plane + i]);
                image.setRGB(i % SIDE, i / SIDE, red << 16 | green << 8 | blue);
            }
            graphics.drawImage(image, x, y, null);
        } catch (InvalidDataException e) {
            graphics.setColor(Color.RED);
            graphics.fillRect(x, y, SIDE, SIDE);
        }
    }
}
