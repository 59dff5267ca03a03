namespace AdjointKit.IO;

/// <summary>A field of the 400-byte binary header of SEG-Y; bytes are counted as the standard does, from 3201 on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Byte">Its first byte, from 3201.</param>
/// <param name="Width">2 or 4 bytes.</param>
/// <param name="Signed">Whether it can be negative.</param>
public readonly record struct BinaryField(string Name, int Byte, int Width, bool Signed = true)
{
    /// <summary>Bytes 3201-3204: job identification number.</summary>
    public static readonly BinaryField JobNumber = new(nameof(JobNumber), 3201, 4);

    /// <summary>Bytes 3205-3208: line number.</summary>
    public static readonly BinaryField LineNumber = new(nameof(LineNumber), 3205, 4);

    /// <summary>Bytes 3209-3212: reel number.</summary>
    public static readonly BinaryField ReelNumber = new(nameof(ReelNumber), 3209, 4);

    /// <summary>Bytes 3213-3214: data traces per ensemble.</summary>
    public static readonly BinaryField TracesPerEnsemble = new(nameof(TracesPerEnsemble), 3213, 2);

    /// <summary>Bytes 3215-3216: auxiliary traces per ensemble.</summary>
    public static readonly BinaryField AuxiliaryTracesPerEnsemble = new(nameof(AuxiliaryTracesPerEnsemble), 3215, 2);

    /// <summary>Bytes 3217-3218: sample interval in microseconds.</summary>
    public static readonly BinaryField SampleInterval = new(nameof(SampleInterval), 3217, 2, Signed: false);

    /// <summary>Bytes 3219-3220: sample interval of the field recording in microseconds.</summary>
    public static readonly BinaryField OriginalSampleInterval = new(nameof(OriginalSampleInterval), 3219, 2, Signed: false);

    /// <summary>Bytes 3221-3222: samples per trace.</summary>
    public static readonly BinaryField Samples = new(nameof(Samples), 3221, 2, Signed: false);

    /// <summary>Bytes 3223-3224: samples per trace of the field recording.</summary>
    public static readonly BinaryField OriginalSamples = new(nameof(OriginalSamples), 3223, 2, Signed: false);

    /// <summary>Bytes 3225-3226: code of the sample format.</summary>
    public static readonly BinaryField Format = new(nameof(Format), 3225, 2);

    /// <summary>Bytes 3227-3228: fold of the ensembles.</summary>
    public static readonly BinaryField EnsembleFold = new(nameof(EnsembleFold), 3227, 2);

    /// <summary>Bytes 3229-3230: sorting of the traces.</summary>
    public static readonly BinaryField Sorting = new(nameof(Sorting), 3229, 2);

    /// <summary>Bytes 3231-3232: vertical sum.</summary>
    public static readonly BinaryField VerticalSum = new(nameof(VerticalSum), 3231, 2);

    /// <summary>Bytes 3233-3234: sweep frequency at its start in Hz.</summary>
    public static readonly BinaryField SweepStart = new(nameof(SweepStart), 3233, 2);

    /// <summary>Bytes 3235-3236: sweep frequency at its end in Hz.</summary>
    public static readonly BinaryField SweepEnd = new(nameof(SweepEnd), 3235, 2);

    /// <summary>Bytes 3237-3238: length of the sweep in ms.</summary>
    public static readonly BinaryField SweepLength = new(nameof(SweepLength), 3237, 2);

    /// <summary>Bytes 3239-3240: kind of sweep.</summary>
    public static readonly BinaryField SweepType = new(nameof(SweepType), 3239, 2);

    /// <summary>Bytes 3241-3242: trace number of the sweep channel.</summary>
    public static readonly BinaryField SweepChannel = new(nameof(SweepChannel), 3241, 2);

    /// <summary>Bytes 3243-3244: taper at the start of the sweep in ms.</summary>
    public static readonly BinaryField SweepTaperStart = new(nameof(SweepTaperStart), 3243, 2);

    /// <summary>Bytes 3245-3246: taper at the end of the sweep in ms.</summary>
    public static readonly BinaryField SweepTaperEnd = new(nameof(SweepTaperEnd), 3245, 2);

    /// <summary>Bytes 3247-3248: kind of taper.</summary>
    public static readonly BinaryField TaperType = new(nameof(TaperType), 3247, 2);

    /// <summary>Bytes 3249-3250: whether the traces are correlated.</summary>
    public static readonly BinaryField Correlated = new(nameof(Correlated), 3249, 2);

    /// <summary>Bytes 3251-3252: whether the gain was recovered.</summary>
    public static readonly BinaryField GainRecovered = new(nameof(GainRecovered), 3251, 2);

    /// <summary>Bytes 3253-3254: how the amplitudes were recovered.</summary>
    public static readonly BinaryField AmplitudeRecovery = new(nameof(AmplitudeRecovery), 3253, 2);

    /// <summary>Bytes 3255-3256: 1 is metres, 2 is feet.</summary>
    public static readonly BinaryField MeasurementSystem = new(nameof(MeasurementSystem), 3255, 2);

    /// <summary>Bytes 3257-3258: polarity of the signal.</summary>
    public static readonly BinaryField ImpulsePolarity = new(nameof(ImpulsePolarity), 3257, 2);

    /// <summary>Bytes 3259-3260: polarity of the vibrator.</summary>
    public static readonly BinaryField VibratoryPolarity = new(nameof(VibratoryPolarity), 3259, 2);

    /// <summary>Bytes 3269-3272: samples per trace, 32 bits (revision 2).</summary>
    public static readonly BinaryField ExtendedSamples = new(nameof(ExtendedSamples), 3269, 4);

    /// <summary>Bytes 3297-3300: 16909060 when read in the right byte order (revision 2).</summary>
    public static readonly BinaryField ByteOrder = new(nameof(ByteOrder), 3297, 4);

    /// <summary>Bytes 3501-3502: revision of the format, major in the first byte.</summary>
    public static readonly BinaryField Revision = new(nameof(Revision), 3501, 2, Signed: false);

    /// <summary>Bytes 3503-3504: 1 when all traces have the same length.</summary>
    public static readonly BinaryField FixedLength = new(nameof(FixedLength), 3503, 2);

    /// <summary>Bytes 3505-3506: number of extended text headers, -1 when it is not known.</summary>
    public static readonly BinaryField ExtendedTextHeaders = new(nameof(ExtendedTextHeaders), 3505, 2);

    /// <summary>Bytes 3507-3508: most further 240-byte headers per trace (revision 2).</summary>
    public static readonly BinaryField ExtraTraceHeaders = new(nameof(ExtraTraceHeaders), 3507, 2);

    /// <summary>All fields of the catalogue, in the order of their bytes.</summary>
    public static readonly IReadOnlyList<BinaryField> All =
    [
        JobNumber, LineNumber, ReelNumber, TracesPerEnsemble, AuxiliaryTracesPerEnsemble, SampleInterval, OriginalSampleInterval,
        Samples, OriginalSamples, Format, EnsembleFold, Sorting, VerticalSum, SweepStart, SweepEnd, SweepLength, SweepType,
        SweepChannel, SweepTaperStart, SweepTaperEnd, TaperType, Correlated, GainRecovered, AmplitudeRecovery, MeasurementSystem,
        ImpulsePolarity, VibratoryPolarity, ExtendedSamples, ByteOrder, Revision, FixedLength, ExtendedTextHeaders,
        ExtraTraceHeaders,
    ];

    /// <summary>The name and the place, "Format (bytes 3225-3226)".</summary>
    public override string ToString() => $"{Name} (bytes {Byte}-{Byte + Width - 1})";
}
