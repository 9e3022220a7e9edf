"""Names of people who do not exist: a thousand, in twelve scripts or ways of writing."""

from __future__ import annotations

from itertools import product

GIVEN_AND_FAMILY = {
    "Latin": (
        "Agnieszka Ðuro Siân Łukasz Çağla Zoë Þórdís João Žofie Ștefan",
        "O’Connor Çelik Müller-Brandt Nowak Nguyen Ångström Šimić MacLeod d’Arcy",
    ),
    "Vietnamese": (
        "Thị_Hường Văn_Dũng Quỳnh_Như Đức_Thịnh Bảo_Ngọc Mỹ_Lệ Hữu_Phước Tường_Vi Kiều_Oanh Xuân_Trường",
        "Nguyễn Trần Lê Phạm Huỳnh Võ Đặng Bùi Đỗ",
    ),
    "Arabic": (
        "فاطمة يوسف عائشة إبراهيم هدى مصطفى ليلى ياسمين خالد سلمى",
        "الحسيني القرشي بن_علي العطار الشافعي مرتضى الكردي نصرالله الزهراء",
    ),
    "Hebrew": (
        "רבקה יצחק מרים אברהם נעמי דוד תמר שמעון אסתר אליהו",
        "לוי כהן מזרחי פרידמן ביטון אזולאי שפירא גולדברג בן־דוד",
    ),
    "Hindi": (
        "प्रियंका राजेन्द्र सुनीता विष्णु लक्ष्मी कृष्ण अनुष्का दीपक ज्योति श्रीधर",
        "शर्मा त्रिपाठी सिंह चतुर्वेदी गुप्ता मिश्रा वर्मा यादव अग्निहोत्री",
    ),
    "Bengali": (
        "রবীন্দ্র সুচিত্রা অভিজিৎ শর্মিষ্ঠা কৃষ্ণা মৌসুমী দেবব্রত লক্ষ্মী তন্ময় শ্রেয়া",
        "ঠাকুর চট্টোপাধ্যায় সেন মুখার্জি ভট্টাচার্য রহমান খাতুন বন্দ্যোপাধ্যায় দাস",
    ),
    "Punjabi": (
        "ਗੁਰਪ੍ਰੀਤ ਹਰਜਿੰਦਰ ਸਿਮਰਨ ਜਸਵਿੰਦਰ ਅੰਮ੍ਰਿਤ ਬਲਵੰਤ ਮਨਪ੍ਰੀਤ ਕੁਲਦੀਪ ਪਰਮਜੀਤ ਰਾਜਵਿੰਦਰ",
        "ਸਿੰਘ ਕੌਰ ਗਿੱਲ ਢਿੱਲੋਂ ਸੰਧੂ ਬਰਾੜ ਧਾਲੀਵਾਲ ਗਰੇਵਾਲ ਸ਼ੇਰਗਿੱਲ",
    ),
    "Tamil": (
        "மீனாட்சி முருகன் லட்சுமி கார்த்திக் பிரியா செந்தில் அனிதா ராஜேந்திரன் கவிதா விஷ்ணு",
        "சுந்தரம் கிருஷ்ணன் நடராஜன் பாலசுப்பிரமணியம் வேலு ராமன் சண்முகம் தேவி குமார்",
    ),
    "Thai": (
        "สมชาย กัญญารัตน์ ปิยะพงษ์ สุภาพร ณัฐวุฒิ อัจฉรา เกียรติศักดิ์ น้ำฝน วิไลวรรณ ชัยวัฒน์",
        "ใจดี ศรีสุข ทองคำ วงศ์ใหญ่ บุญมี พึ่งพา รักษ์ไทย แก้วกล้า สุวรรณภูมิ",
    ),
    "Amharic": (
        "ተስፋዬ አበበች ሙሉጌታ ጽጌረዳ ዳዊት ኃይሌ ሰላማዊት ዮሐንስ ትዕግሥት መኮንን",
        "ገብረ_ሥላሴ ወልደ_ማርያም በቀለ ኃይለ_ማርያም ታደሰ አለማየሁ ደምሴ ጌታቸው ፍቅሬ",
    ),
    "Chinese": (
        "小明 秀英 建国 美玲 志強 雅婷 国华 麗娟 宇轩 淑芬",
        "王 欧阳 李 司马 張 陳 刘 諸葛 黃",
    ),
    "Korean": (
        "철수 영희 민준 서연 지훈 은경 성호 미영 현우 순자",
        "김 이 박 남궁 최 황보 정 강 조",
    ),
}
"""Given names and family names; a low line stands for a space within one."""


def names(script: str) -> list[str]:
    """The ninety names that can be made of a script's parts, as its readers order them."""
    given, family = (part.split() for part in GIVEN_AND_FAMILY[script])
    joined = {"Chinese": "{1}{0}", "Korean": "{1}{0}", "Vietnamese": "{1} {0}"}.get(script, "{0} {1}")
    return [joined.format(*pair).replace("_", " ") for pair in product(given, family)]


def thousand() -> list[tuple[str, str]]:
    """A thousand names, no two of them the same, each with its script; the scripts take turns."""
    turns = zip(*(names(script) for script in GIVEN_AND_FAMILY), strict=True)
    return [(script, name) for turn in turns for script, name in zip(GIVEN_AND_FAMILY, turn, strict=True)][:1000]
