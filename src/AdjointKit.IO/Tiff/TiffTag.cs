namespace AdjointKit.IO;

/// <summary>The fields of a TIFF directory that matter here (TIFF 6.0).</summary>
internal enum TiffTag : ushort
{
    /// <summary>Bit 0: a smaller version of another image; bit 2: a mask.</summary>
    NewSubfileType = 254,

    /// <summary>Columns.</summary>
    ImageWidth = 256,

    /// <summary>Rows.</summary>
    ImageLength = 257,

    /// <summary>Bits of each sample of a pixel.</summary>
    BitsPerSample = 258,

    /// <summary>How strips and tiles are packed.</summary>
    Compression = 259,

    /// <summary>What the samples mean.</summary>
    Photometric = 262,

    /// <summary>Which bit of a byte comes first.</summary>
    FillOrder = 266,

    /// <summary>Words about the image.</summary>
    ImageDescription = 270,

    /// <summary>Where the strips start.</summary>
    StripOffsets = 273,

    /// <summary>Samples of a pixel.</summary>
    SamplesPerPixel = 277,

    /// <summary>Rows of a strip.</summary>
    RowsPerStrip = 278,

    /// <summary>Packed bytes of the strips.</summary>
    StripByteCounts = 279,

    /// <summary>Columns per unit of length.</summary>
    XResolution = 282,

    /// <summary>Rows per unit of length.</summary>
    YResolution = 283,

    /// <summary>Whether the samples of a pixel lie together (1) or in planes of their own (2).</summary>
    PlanarConfiguration = 284,

    /// <summary>Inch (2) or centimetre (3).</summary>
    ResolutionUnit = 296,

    /// <summary>What was done to the samples before they were packed.</summary>
    Predictor = 317,

    /// <summary>Red, green and blue of every index.</summary>
    ColorMap = 320,

    /// <summary>Columns of a tile.</summary>
    TileWidth = 322,

    /// <summary>Rows of a tile.</summary>
    TileLength = 323,

    /// <summary>Where the tiles start.</summary>
    TileOffsets = 324,

    /// <summary>Packed bytes of the tiles.</summary>
    TileByteCounts = 325,

    /// <summary>What the samples beyond the colours are.</summary>
    ExtraSamples = 338,

    /// <summary>Whole numbers (1), with sign (2), floating point (3), untold (4), complex (5, 6).</summary>
    SampleFormat = 339,
}
