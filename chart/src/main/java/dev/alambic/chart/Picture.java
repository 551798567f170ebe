package dev.alambic.chart;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.renderer.NullPlatformSupport;
import com.github.weisj.jsvg.view.ViewBox;
import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.imageio.ImageIO;

/** A chart as a file of its own, on white, with its title and its keys. */
public final class Picture {

    /** Pixels of a PNG a pixel of the drawing, sharp on screens of high resolution. */
    private static final int SCALE = 2;

    private final Chart chart;
    private final int width;
    private final int height;

    private Picture(Chart chart, int width) {
        this.chart = chart;
        this.width = width;
        this.height = (int) Math.ceil(new Panel(chart).height(width));
    }

    /** Returns a picture as high as it needs; {@code width} in pixels, of which a PNG has twice as many. */
    public static Picture of(Chart chart, int width) {
        return new Picture(chart, width);
    }

    /** Returns the picture as an SVG file that needs nothing else. */
    public String svg() {
        Tag root = Tag.of("svg")
                .with("xmlns", "http://www.w3.org/2000/svg")
                .with("viewBox", "0 0 " + width + " " + height)
                .with("width", Integer.toString(width))
                .with("height", Integer.toString(height))
                .with("font-family", "sans-serif")
                .with("role", "img")
                .with("aria-label", chart.spoken());
        Html html = new Html();
        html.in(root, svg -> {
            svg.in("style", style -> style.raw(Style.ofFile()));
            Canvas canvas = Canvas.on(svg, width, height);
            canvas.path("paper", "M0 0H" + width + "V" + height + "H0Z");
            new Panel(chart).drawOn(canvas);
        });
        return html.line().toString();
    }

    /** Returns the picture as a PNG file; needs {@link #hasFonts}. */
    public byte[] png() {
        SVGDocument document = Objects.requireNonNull(
                new SVGLoader()
                        .load(
                                new ByteArrayInputStream(svg().getBytes(StandardCharsets.UTF_8)),
                                null,
                                LoaderContext.createDefault()),
                "bug: an SVG file that is not one");
        BufferedImage image = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        document.renderWithPlatform(
                NullPlatformSupport.INSTANCE, graphics, new ViewBox(0, 0, image.getWidth(), image.getHeight()));
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode a picture", e);
        }
        return bytes.toByteArray();
    }

    /** Returns whether this machine can write text into pixels at all: minimal containers have no fonts. */
    public static boolean hasFonts() {
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
            return graphics.getFontMetrics(font).stringWidth("m") > 0;
        } catch (RuntimeException
                | Error missing) { // the JDK throws either, InternalError too, if fontconfig finds none
            return false;
        } finally {
            graphics.dispose();
        }
    }
}
