namespace AdjointKit.IO;

/// <content>The catalogue of the standard's fields (SEG-Y revision 1, 2002, table 3; revisions 0 and 2 agree).</content>
public readonly partial record struct TraceField
{
    /// <summary>Bytes 1-4: number of the trace within the line.</summary>
    public static readonly TraceField TraceSequenceLine = new(nameof(TraceSequenceLine), 1, 4);

    /// <summary>Bytes 5-8: number of the trace within the file.</summary>
    public static readonly TraceField TraceSequenceFile = new(nameof(TraceSequenceFile), 5, 4);

    /// <summary>Bytes 9-12: number of the field record (shot).</summary>
    public static readonly TraceField FieldRecord = new(nameof(FieldRecord), 9, 4);

    /// <summary>Bytes 13-16: number of the trace within its field record.</summary>
    public static readonly TraceField TraceNumber = new(nameof(TraceNumber), 13, 4);

    /// <summary>Bytes 17-20: number of the energy source point.</summary>
    public static readonly TraceField EnergySourcePoint = new(nameof(EnergySourcePoint), 17, 4);

    /// <summary>Bytes 21-24: number of the ensemble (CDP).</summary>
    public static readonly TraceField Ensemble = new(nameof(Ensemble), 21, 4);

    /// <summary>Bytes 25-28: number of the trace within its ensemble.</summary>
    public static readonly TraceField EnsembleTrace = new(nameof(EnsembleTrace), 25, 4);

    /// <summary>Bytes 29-30: kind of trace: 1 is seismic data.</summary>
    public static readonly TraceField TraceIdentification = new(nameof(TraceIdentification), 29, 2);

    /// <summary>Bytes 31-32: number of traces summed vertically.</summary>
    public static readonly TraceField VerticalSum = new(nameof(VerticalSum), 31, 2);

    /// <summary>Bytes 33-34: number of traces stacked horizontally.</summary>
    public static readonly TraceField HorizontalStack = new(nameof(HorizontalStack), 33, 2);

    /// <summary>Bytes 35-36: 1 is production, 2 is test.</summary>
    public static readonly TraceField DataUse = new(nameof(DataUse), 35, 2);

    /// <summary>Bytes 37-40: distance from source to receiver group.</summary>
    public static readonly TraceField Offset = new(nameof(Offset), 37, 4);

    /// <summary>Bytes 41-44: elevation of the receiver group.</summary>
    public static readonly TraceField ReceiverElevation = new(nameof(ReceiverElevation), 41, 4, Scaling: TraceScaling.Elevation);

    /// <summary>Bytes 45-48: surface elevation at the source.</summary>
    public static readonly TraceField SourceElevation = new(nameof(SourceElevation), 45, 4, Scaling: TraceScaling.Elevation);

    /// <summary>Bytes 49-52: depth of the source below the surface.</summary>
    public static readonly TraceField SourceDepth = new(nameof(SourceDepth), 49, 4, Scaling: TraceScaling.Elevation);

    /// <summary>Bytes 53-56: datum elevation at the receiver group.</summary>
    public static readonly TraceField ReceiverDatum = new(nameof(ReceiverDatum), 53, 4, Scaling: TraceScaling.Elevation);

    /// <summary>Bytes 57-60: datum elevation at the source.</summary>
    public static readonly TraceField SourceDatum = new(nameof(SourceDatum), 57, 4, Scaling: TraceScaling.Elevation);

    /// <summary>Bytes 61-64: water depth at the source.</summary>
    public static readonly TraceField SourceWaterDepth = new(nameof(SourceWaterDepth), 61, 4, Scaling: TraceScaling.Elevation);

    /// <summary>Bytes 65-68: water depth at the receiver group.</summary>
    public static readonly TraceField ReceiverWaterDepth = new(nameof(ReceiverWaterDepth), 65, 4, Scaling: TraceScaling.Elevation);

    /// <summary>Bytes 69-70: scalar of elevations and depths: positive multiplies, negative divides.</summary>
    public static readonly TraceField ElevationScalar = new(nameof(ElevationScalar), 69, 2);

    /// <summary>Bytes 71-72: scalar of coordinates: positive multiplies, negative divides.</summary>
    public static readonly TraceField CoordinateScalar = new(nameof(CoordinateScalar), 71, 2);

    /// <summary>Bytes 73-76: x of the source.</summary>
    public static readonly TraceField SourceX = new(nameof(SourceX), 73, 4, Scaling: TraceScaling.Coordinate);

    /// <summary>Bytes 77-80: y of the source.</summary>
    public static readonly TraceField SourceY = new(nameof(SourceY), 77, 4, Scaling: TraceScaling.Coordinate);

    /// <summary>Bytes 81-84: x of the receiver group.</summary>
    public static readonly TraceField GroupX = new(nameof(GroupX), 81, 4, Scaling: TraceScaling.Coordinate);

    /// <summary>Bytes 85-88: y of the receiver group.</summary>
    public static readonly TraceField GroupY = new(nameof(GroupY), 85, 4, Scaling: TraceScaling.Coordinate);

    /// <summary>Bytes 89-90: unit of coordinates: 1 length, 2 seconds of arc, 3 degrees, 4 degrees minutes seconds.</summary>
    public static readonly TraceField CoordinateUnits = new(nameof(CoordinateUnits), 89, 2);

    /// <summary>Bytes 91-92: weathering velocity.</summary>
    public static readonly TraceField WeatheringVelocity = new(nameof(WeatheringVelocity), 91, 2);

    /// <summary>Bytes 93-94: velocity below the weathering.</summary>
    public static readonly TraceField SubWeatheringVelocity = new(nameof(SubWeatheringVelocity), 93, 2);

    /// <summary>Bytes 95-96: uphole time at the source in ms.</summary>
    public static readonly TraceField SourceUphole = new(nameof(SourceUphole), 95, 2);

    /// <summary>Bytes 97-98: uphole time at the group in ms.</summary>
    public static readonly TraceField GroupUphole = new(nameof(GroupUphole), 97, 2);

    /// <summary>Bytes 99-100: static correction of the source in ms.</summary>
    public static readonly TraceField SourceStatic = new(nameof(SourceStatic), 99, 2);

    /// <summary>Bytes 101-102: static correction of the group in ms.</summary>
    public static readonly TraceField GroupStatic = new(nameof(GroupStatic), 101, 2);

    /// <summary>Bytes 103-104: total static in ms.</summary>
    public static readonly TraceField TotalStatic = new(nameof(TotalStatic), 103, 2);

    /// <summary>Bytes 105-106: time from the end of the trace header to the time break in ms.</summary>
    public static readonly TraceField LagA = new(nameof(LagA), 105, 2);

    /// <summary>Bytes 107-108: time from the time break to the source in ms.</summary>
    public static readonly TraceField LagB = new(nameof(LagB), 107, 2);

    /// <summary>Bytes 109-110: time from the source to the first sample in ms.</summary>
    public static readonly TraceField DelayRecordingTime = new(nameof(DelayRecordingTime), 109, 2);

    /// <summary>Bytes 111-112: start of the mute in ms.</summary>
    public static readonly TraceField MuteStart = new(nameof(MuteStart), 111, 2);

    /// <summary>Bytes 113-114: end of the mute in ms.</summary>
    public static readonly TraceField MuteEnd = new(nameof(MuteEnd), 113, 2);

    /// <summary>Bytes 115-116: number of samples in this trace.</summary>
    public static readonly TraceField Samples = new(nameof(Samples), 115, 2, Signed: false);

    /// <summary>Bytes 117-118: sample interval in microseconds.</summary>
    public static readonly TraceField SampleInterval = new(nameof(SampleInterval), 117, 2, Signed: false);

    /// <summary>Bytes 119-120: kind of gain of the instruments.</summary>
    public static readonly TraceField GainType = new(nameof(GainType), 119, 2);

    /// <summary>Bytes 121-122: gain constant of the instruments.</summary>
    public static readonly TraceField GainConstant = new(nameof(GainConstant), 121, 2);

    /// <summary>Bytes 123-124: early gain of the instruments.</summary>
    public static readonly TraceField InitialGain = new(nameof(InitialGain), 123, 2);

    /// <summary>Bytes 125-126: 1 is uncorrelated, 2 is correlated.</summary>
    public static readonly TraceField Correlated = new(nameof(Correlated), 125, 2);

    /// <summary>Bytes 127-128: sweep frequency at its start in Hz.</summary>
    public static readonly TraceField SweepStart = new(nameof(SweepStart), 127, 2);

    /// <summary>Bytes 129-130: sweep frequency at its end in Hz.</summary>
    public static readonly TraceField SweepEnd = new(nameof(SweepEnd), 129, 2);

    /// <summary>Bytes 131-132: length of the sweep in ms.</summary>
    public static readonly TraceField SweepLength = new(nameof(SweepLength), 131, 2);

    /// <summary>Bytes 133-134: kind of sweep.</summary>
    public static readonly TraceField SweepType = new(nameof(SweepType), 133, 2);

    /// <summary>Bytes 135-136: taper at the start of the sweep in ms.</summary>
    public static readonly TraceField SweepTaperStart = new(nameof(SweepTaperStart), 135, 2);

    /// <summary>Bytes 137-138: taper at the end of the sweep in ms.</summary>
    public static readonly TraceField SweepTaperEnd = new(nameof(SweepTaperEnd), 137, 2);

    /// <summary>Bytes 139-140: kind of taper.</summary>
    public static readonly TraceField TaperType = new(nameof(TaperType), 139, 2);

    /// <summary>Bytes 141-142: frequency of the anti-alias filter in Hz.</summary>
    public static readonly TraceField AliasFrequency = new(nameof(AliasFrequency), 141, 2);

    /// <summary>Bytes 143-144: slope of the anti-alias filter in dB per octave.</summary>
    public static readonly TraceField AliasSlope = new(nameof(AliasSlope), 143, 2);

    /// <summary>Bytes 145-146: frequency of the notch filter in Hz.</summary>
    public static readonly TraceField NotchFrequency = new(nameof(NotchFrequency), 145, 2);

    /// <summary>Bytes 147-148: slope of the notch filter in dB per octave.</summary>
    public static readonly TraceField NotchSlope = new(nameof(NotchSlope), 147, 2);

    /// <summary>Bytes 149-150: low-cut frequency in Hz.</summary>
    public static readonly TraceField LowCut = new(nameof(LowCut), 149, 2);

    /// <summary>Bytes 151-152: high-cut frequency in Hz.</summary>
    public static readonly TraceField HighCut = new(nameof(HighCut), 151, 2);

    /// <summary>Bytes 153-154: slope of the low cut in dB per octave.</summary>
    public static readonly TraceField LowCutSlope = new(nameof(LowCutSlope), 153, 2);

    /// <summary>Bytes 155-156: slope of the high cut in dB per octave.</summary>
    public static readonly TraceField HighCutSlope = new(nameof(HighCutSlope), 155, 2);

    /// <summary>Bytes 157-158: year of recording.</summary>
    public static readonly TraceField Year = new(nameof(Year), 157, 2);

    /// <summary>Bytes 159-160: day of the year.</summary>
    public static readonly TraceField Day = new(nameof(Day), 159, 2);

    /// <summary>Bytes 161-162: hour of the day.</summary>
    public static readonly TraceField Hour = new(nameof(Hour), 161, 2);

    /// <summary>Bytes 163-164: minute of the hour.</summary>
    public static readonly TraceField Minute = new(nameof(Minute), 163, 2);

    /// <summary>Bytes 165-166: second of the minute.</summary>
    public static readonly TraceField Second = new(nameof(Second), 165, 2);

    /// <summary>Bytes 167-168: time zone: 1 local, 2 GMT, 3 other, 4 UTC, 5 GPS.</summary>
    public static readonly TraceField TimeBasis = new(nameof(TimeBasis), 167, 2);

    /// <summary>Bytes 169-170: exponent of the trace's weighting factor.</summary>
    public static readonly TraceField TraceWeighting = new(nameof(TraceWeighting), 169, 2);

    /// <summary>Bytes 171-172: geophone group number of roll switch position one.</summary>
    public static readonly TraceField GroupRoll = new(nameof(GroupRoll), 171, 2);

    /// <summary>Bytes 173-174: geophone group number of the first trace of the record.</summary>
    public static readonly TraceField GroupFirst = new(nameof(GroupFirst), 173, 2);

    /// <summary>Bytes 175-176: geophone group number of the last trace of the record.</summary>
    public static readonly TraceField GroupLast = new(nameof(GroupLast), 175, 2);

    /// <summary>Bytes 177-178: total number of groups dropped.</summary>
    public static readonly TraceField GapSize = new(nameof(GapSize), 177, 2);

    /// <summary>Bytes 179-180: 1 down, 2 up.</summary>
    public static readonly TraceField OverTravel = new(nameof(OverTravel), 179, 2);

    /// <summary>Bytes 181-184: x of the ensemble (revision 1).</summary>
    public static readonly TraceField EnsembleX = new(nameof(EnsembleX), 181, 4, Scaling: TraceScaling.Coordinate);

    /// <summary>Bytes 185-188: y of the ensemble (revision 1).</summary>
    public static readonly TraceField EnsembleY = new(nameof(EnsembleY), 185, 4, Scaling: TraceScaling.Coordinate);

    /// <summary>Bytes 189-192: in-line number (revision 1).</summary>
    public static readonly TraceField Inline = new(nameof(Inline), 189, 4);

    /// <summary>Bytes 193-196: cross-line number (revision 1).</summary>
    public static readonly TraceField Crossline = new(nameof(Crossline), 193, 4);

    /// <summary>Bytes 197-200: shot point number (revision 1).</summary>
    public static readonly TraceField ShotPoint = new(nameof(ShotPoint), 197, 4);

    /// <summary>Bytes 201-202: scalar of the shot point number.</summary>
    public static readonly TraceField ShotPointScalar = new(nameof(ShotPointScalar), 201, 2);

    /// <summary>Bytes 203-204: unit of the samples.</summary>
    public static readonly TraceField TraceUnit = new(nameof(TraceUnit), 203, 2);

    /// <summary>Bytes 205-208: mantissa of the transduction constant.</summary>
    public static readonly TraceField TransductionMantissa = new(nameof(TransductionMantissa), 205, 4);

    /// <summary>Bytes 209-210: exponent of ten of the transduction constant.</summary>
    public static readonly TraceField TransductionExponent = new(nameof(TransductionExponent), 209, 2);

    /// <summary>Bytes 211-212: unit after the transduction constant.</summary>
    public static readonly TraceField TransductionUnit = new(nameof(TransductionUnit), 211, 2);

    /// <summary>Bytes 213-214: number of the device.</summary>
    public static readonly TraceField DeviceIdentifier = new(nameof(DeviceIdentifier), 213, 2);

    /// <summary>Bytes 215-216: scalar of the times in bytes 95-114.</summary>
    public static readonly TraceField TimeScalar = new(nameof(TimeScalar), 215, 2);

    /// <summary>Bytes 217-218: kind and orientation of the source.</summary>
    public static readonly TraceField SourceType = new(nameof(SourceType), 217, 2);

    /// <summary>Bytes 225-228: mantissa of the source measurement.</summary>
    public static readonly TraceField SourceMeasurementMantissa = new(nameof(SourceMeasurementMantissa), 225, 4);

    /// <summary>Bytes 229-230: exponent of ten of the source measurement.</summary>
    public static readonly TraceField SourceMeasurementExponent = new(nameof(SourceMeasurementExponent), 229, 2);

    /// <summary>Bytes 231-232: unit of the source measurement.</summary>
    public static readonly TraceField SourceMeasurementUnit = new(nameof(SourceMeasurementUnit), 231, 2);

    /// <summary>All fields of the catalogue, in the order of their bytes.</summary>
    public static readonly IReadOnlyList<TraceField> All =
    [
        TraceSequenceLine, TraceSequenceFile, FieldRecord, TraceNumber, EnergySourcePoint, Ensemble, EnsembleTrace,
        TraceIdentification, VerticalSum, HorizontalStack, DataUse, Offset, ReceiverElevation, SourceElevation, SourceDepth,
        ReceiverDatum, SourceDatum, SourceWaterDepth, ReceiverWaterDepth, ElevationScalar, CoordinateScalar, SourceX, SourceY,
        GroupX, GroupY, CoordinateUnits, WeatheringVelocity, SubWeatheringVelocity, SourceUphole, GroupUphole, SourceStatic,
        GroupStatic, TotalStatic, LagA, LagB, DelayRecordingTime, MuteStart, MuteEnd, Samples, SampleInterval, GainType,
        GainConstant, InitialGain, Correlated, SweepStart, SweepEnd, SweepLength, SweepType, SweepTaperStart, SweepTaperEnd,
        TaperType, AliasFrequency, AliasSlope, NotchFrequency, NotchSlope, LowCut, HighCut, LowCutSlope, HighCutSlope, Year, Day,
        Hour, Minute, Second, TimeBasis, TraceWeighting, GroupRoll, GroupFirst, GroupLast, GapSize, OverTravel, EnsembleX,
        EnsembleY, Inline, Crossline, ShotPoint, ShotPointScalar, TraceUnit, TransductionMantissa, TransductionExponent,
        TransductionUnit, DeviceIdentifier, TimeScalar, SourceType, SourceMeasurementMantissa, SourceMeasurementExponent,
        SourceMeasurementUnit,
    ];
}
