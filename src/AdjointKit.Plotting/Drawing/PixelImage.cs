namespace AdjointKit.Plotting.Drawing;

/// <summary>A picture of 8-bit red, green, blue, opacity, row by row from the top.</summary>
internal sealed class PixelImage
{
    internal PixelImage(int width, int height)
    {
        Width = width;
        Height = height;
        Pixels = new byte[checked(4 * width * height)];
    }

    internal int Width { get; }

    internal int Height { get; }

    internal byte[] Pixels { get; }

    internal Color this[int x, int y]
    {
        get
        {
            int at = 4 * ((y * Width) + x);
            return new Color(Pixels[at], Pixels[at + 1], Pixels[at + 2], Pixels[at + 3]);
        }

        set
        {
            int at = 4 * ((y * Width) + x);
            Pixels[at] = value.R;
            Pixels[at + 1] = value.G;
            Pixels[at + 2] = value.B;
            Pixels[at + 3] = value.A;
        }
    }

    internal void Clear(Color color)
    {
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++) this[x, y] = color;
        }
    }
}
