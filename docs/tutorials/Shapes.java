import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Draws pictures of circles, squares and triangles, of any size and colour: train and test, a folder for each class. */
public class Shapes {
    public static void main(String[] arguments) throws Exception {
        System.setProperty("java.awt.headless", "true");
        Random random = new Random(7);
        for (String part : List.of("train", "test")) {
            for (String shape : List.of("circle", "square", "triangle")) {
                Path folder = Files.createDirectories(Path.of(arguments[0], part, shape));
                for (int i = 0; i < (part.equals("train") ? 250 : 50); i++) {
                    String kind = i % 2 == 0 ? "jpg" : "png";
                    ImageIO.write(draw(shape, random), kind, folder.resolve(i + "." + kind).toFile());
                }
            }
        }
    }

    private static BufferedImage draw(String shape, Random random) {
        int width = 80 + random.nextInt(120);
        int height = 80 + random.nextInt(120);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(Color.getHSBColor(random.nextFloat(), 0.3f, 0.9f));
        pen.fillRect(0, 0, width, height);
        pen.setColor(Color.getHSBColor(random.nextFloat(), 0.8f, 0.5f));
        int size = 30 + random.nextInt(45);
        int x = random.nextInt(width - size);
        int y = random.nextInt(height - size);
        if (shape.equals("circle")) {
            pen.fillOval(x, y, size, size);
        } else if (shape.equals("square")) {
            pen.fillRect(x, y, size, size);
        } else {
            pen.fillPolygon(new int[] {x, x + size, x + size / 2}, new int[] {y + size, y + size, y}, 3);
        }
        pen.dispose();
        return picture;
    }
}
