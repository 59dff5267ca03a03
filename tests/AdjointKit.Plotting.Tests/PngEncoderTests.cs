using AdjointKit.Plotting.Drawing;
using AdjointKit.Plotting.Raster;

namespace AdjointKit.Plotting.Tests;

public sealed class PngEncoderTests
{
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(7, 5, false)]
    [InlineData(64, 33, true)]
    public void Noise_comes_back_exactly(int width, int height, bool opaque)
    {
        var image = new PixelImage(width, height);
        new Random(width).NextBytes(image.Pixels);
        if (opaque) for (int i = 3; i < image.Pixels.Length; i += 4) image.Pixels[i] = 255;
        PngDecoder decoded = PngDecoder.Decode(PngEncoder.Encode(image, 96));
        Assert.Equal((width, height), (decoded.Width, decoded.Height));
        Assert.Equal(opaque ? 3 : 4, decoded.Channels);
        for (int i = 0; i < width * height; i++)
        {
            Assert.Equal(image.Pixels[(4 * i)..((4 * i) + decoded.Channels)], decoded.Pixels[(i * decoded.Channels)..((i + 1) * decoded.Channels)]);
        }
    }

    [Fact]
    public void Smooth_pictures_come_back_exactly_and_are_small()
    {
        var image = new PixelImage(300, 200);
        for (int y = 0; y < 200; y++)
        {
            for (int x = 0; x < 300; x++) image[x, y] = new Color((byte)(x * 255 / 299), (byte)(y * 255 / 199), (byte)((x + y) / 2));
        }

        byte[] file = PngEncoder.Encode(image, 96);
        PngDecoder decoded = PngDecoder.Decode(file);
        for (int y = 0; y < 200; y++)
        {
            for (int x = 0; x < 300; x++) Assert.Equal((image[x, y].R, image[x, y].G, image[x, y].B), decoded.At(x, y));
        }

        Assert.True(file.Length < 300 * 200 * 3 / 20, $"{file.Length} bytes: the filters do not work");
    }
}
