"""Names of made-up residents, by modelled origin, sex and generation.

The lists are common given names and surnames; a combination that a real person bears is chance.
The modelled origin of a name stays in the truth, where fairness of linkage is measured.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NameList:
    """Names of one modelled origin, most common first.

    ``women`` and ``men`` hold one list per generation: oldest, middle, youngest (or one for all).
    """

    women: tuple[tuple[str, ...], ...]
    men: tuple[tuple[str, ...], ...]
    surnames: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


BRITISH_IRISH = NameList(
    women=(
        _words(
            """Margaret Patricia Christine Susan Jean Maureen Barbara Ann Sheila Pauline Sandra
        Linda Carol Dorothy Shirley Brenda Joan Valerie Janet Kathleen Eileen Irene
        Joyce Doreen Judith Gillian Rosemary Sylvia Marion Elizabeth Mary Beryl
        Audrey Norma Hilary Josephine Bridget Siân Glenys Moira"""
        ),
        _words(
            """Sarah Claire Nicola Emma Lisa Joanne Michelle Helen Samantha Karen Amanda Rachel
        Louise Julie Rebecca Sharon Kelly Alison Tracey Catherine Deborah Jennifer
        Victoria Laura Gemma Donna Jacqueline Katherine Natalie Hannah Kerry Leanne
        Zoë Ruth Fiona Heather Lynn Angela Siobhan Bethan Eilidh Renée"""
        ),
        _words(
            """Olivia Amelia Isla Ava Emily Jessica Sophie Chloe Ella Charlotte Grace Lily Mia
        Megan Lucy Evie Freya Poppy Ruby Daisy Holly Millie Phoebe Molly Katie
        Abigail Erin Imogen Alice Florence Matilda Rosie Eleanor Georgia Bethany
        Niamh Caitlin Ffion Skye Willow Harriet Elsie"""
        ),
    ),
    men=(
        _words(
            """John David Michael Peter Robert Brian Alan Anthony William Roger Keith Barry Raymond
        Derek Kenneth Ronald Malcolm Dennis Terence Geoffrey Colin Graham Trevor Roy
        Gordon Norman Leslie Douglas Arthur Frank Stanley Donald Bernard Eric Harold
        Patrick Dafydd Hamish Gerald Clive"""
        ),
        _words(
            """Paul Mark Andrew Stephen Christopher Richard Simon Ian Darren Lee Jason Matthew Gary
        Steven Martin Neil Craig Stuart Jonathan Philip Kevin Nicholas Timothy Adam
        Daniel James Wayne Dean Scott Karl Russell Gareth Nathan Carl Shaun Duncan
        Edward Rhys Declan Alistair Julian Robin"""
        ),
        _words(
            """Jack Oliver Harry Thomas George Joshua Charlie Alfie Jacob Oscar William Samuel
        Ethan Joseph Callum Liam Connor Ryan Luke Benjamin Alexander Lewis Max Dylan
        Noah Leo Archie Freddie Henry Theo Finley Logan Isaac Toby Jamie Kieran Owen
        Euan Rory Cameron Reuben Zachary"""
        ),
    ),
    surnames=_words(
        """Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson
        Evans Walker White Roberts Green Hall Wood Jackson Clarke Patterson Harris
        Lewis Cooper King Turner Hill Ward Martin Baker Morris Moore Clark Harrison
        Allen Scott Young Morgan Lee Mitchell Parker Cook Bennett Shaw Carter
        Griffiths Price Richardson Collins Bailey Marshall Bell Cox Adams Richards
        Murphy Watson Simpson Kelly Ellis Webb Foster Chapman Mason Gray Rogers Hunt
        Mills Murray Campbell Palmer Holmes Lloyd Butler Knight Stevens Barnes
        Russell Thomson Fletcher Dixon Pearson Powell Matthews Reynolds Gibson
        Howard Graham Payne Harvey Hughes Brooks Ford Fisher Armstrong Rose Cole
        Elliott Ryan Byrne O’Brien O’Connor O’Neill McCarthy McDonald MacLeod Fraser
        Stewart Robertson Kerr Burns Doyle Gallagher Nolan Sharp Barker Lowe Bird
        Hart Dunn Pope Lamb Frost Booth Lambert Nicholls Sutton Hobbs Pritchard
        Bowen Vaughan Jenkins Rees Pugh Owen Hewitt Crawford Whitehead Barlow Nash
        Parsons Atkins Bates Bond Carr Doherty Farrell Sinclair Winter Yates
        Ashworth Bradshaw Copeland Dawson Entwistle Fairclough Goddard Hargreaves
        Ingham Kershaw Lockwood Metcalfe Naylor Openshaw Pickering Rushworth Sykes
        Thackray Unsworth Wainwright Hyde-Porter Lloyd-Jones Carter-Smith"""
    ),
)
PAKISTANI_BANGLADESHI = NameList(
    women=(
        _words(
            """Fatima Aisha Ayesha Nasreen Shabana Rukhsana Farzana Samina Zainab Maryam Khadija
        Sadia Hafsa Amina Nusrat Rabia Shazia Yasmin Saima Tahira Iqra Noor Sumaiya
        Halima Shamim Rehana Parveen Zara Alisha Mariam"""
        ),
    ),
    men=(
        _words(
            """Mohammed Muhammad Ahmed Ali Imran Tariq Asif Usman Bilal Hamza Omar Faisal Kashif
        Nadeem Shahid Waqas Adeel Zubair Hassan Hussain Abdul Rashid Rahim Kamal
        Jamal Shafiq Ibrahim Yusuf Zain Ayaan"""
        ),
    ),
    surnames=_words(
        """Khan Ahmed Hussain Ali Begum Akhtar Mahmood Malik Iqbal Bibi Rahman Miah Uddin Islam
        Chowdhury Shah Butt Mirza Qureshi Rashid Sheikh Siddiqui Aziz Hassan Khatun
        Raja Hussein Anwar Javed Aslam"""
    ),
)
INDIAN = NameList(
    women=(
        _words(
            """Priya Anita Sunita Meera Kavita Neha Pooja Anjali Deepa Jyoti Rekha Usha Lata
        Harpreet Gurpreet Manpreet Simran Jaspreet Kiran Nisha Divya Shreya Asha
        Bhavna Hema Sonal Ananya Diya Riya Amrit"""
        ),
    ),
    men=(
        _words(
            """Raj Sanjay Amit Vijay Rahul Anil Sunil Ravi Deepak Manoj Suresh Ashok Rakesh Arjun
        Rohan Vikram Nikhil Harjit Gurdeep Jaswinder Balwinder Sukhdev Paramjit
        Kamal Dinesh Mahesh Bharat Aarav Dev Kishan"""
        ),
    ),
    surnames=_words(
        """Patel Singh Kaur Shah Sharma Kumar Gupta Desai Mehta Joshi Gill Sandhu Dhillon
        Grewal Sidhu Bains Rai Chauhan Mistry Parmar Solanki Nair Reddy Iyer Menon
        Verma Kapoor Malhotra Chopra Bhatt"""
    ),
)
EAST_EUROPEAN = NameList(
    women=(
        _words(
            """Anna Katarzyna Agnieszka Magdalena Joanna Monika Ewa Aleksandra Natalia Karolina
        Justyna Elena Maria Ioana Andreea Mihaela Cristina Daiva Rasa Ilze Jana
        Zuzana Olena Iryna Oksana Kinga Beata Dorota Simona Viktoria"""
        ),
    ),
    men=(
        _words(
            """Piotr Krzysztof Andrzej Tomasz Marcin Jakub Adam Kamil Mateusz Grzegorz Dariusz
        Rafal Ion Andrei Alexandru Mihai Cristian Vlad Tomas Mantas Janis Pavel
        Martin Oleksandr Dmytro Bogdan Radoslaw Stefan Jozef Viktor"""
        ),
    ),
    surnames=_words(
        """Nowak Kowalski Kowalska Wisniewski Wojcik Kaminski Kaminska Lewandowski Zielinski
        Szymanski Dabrowski Kozlowski Mazur Krawczyk Popescu Ionescu Popa Radu
        Dumitru Stan Kazlauskas Petrauskas Berzins Kovac Horvath Novak Shevchenko
        Bondarenko Kravchenko Melnyk"""
    ),
)
WEST_AFRICAN = NameList(
    women=(
        _words(
            """Blessing Grace Abena Akosua Ama Adaeze Chidinma Ngozi Folake Yetunde Temitope
        Oluwaseun Funmilayo Efua Esi Aminata Fatou Mariama Adwoa Chioma Ifeoma
        Bukola Kemi Patience Mercy Comfort Joy Precious Zainabu Nana"""
        ),
    ),
    men=(
        _words(
            """Emmanuel Kwame Kofi Kwabena Chukwuemeka Chinedu Obinna Ifeanyi Oluwatobi Babatunde
        Adebayo Olumide Tunde Segun Femi Samuel Daniel Joseph Moses Ibrahim Mamadou
        Ousmane Yaw Kojo Kwaku Emeka Uche Godwin Prince Isaac"""
        ),
    ),
    surnames=_words(
        """Okafor Mensah Owusu Boateng Adeyemi Osei Asante Okonkwo Eze Adebayo Balogun Afolabi
        Appiah Agyeman Amoah Nwosu Obi Ogunleye Akintola Oyelaran Bello Diallo
        Kamara Sesay Conteh Jallow Ceesay Addo Ansah Antwi"""
    ),
)
CHINESE = NameList(
    women=(
        _words(
            """Mei Li Xiu Ying Fang Na Jing Yan Hui Ling Xin Yi Wai Siu Ka Man Hoi Yee Wing Sum Amy
        Vivian Cindy Joyce Winnie Karen Rui Qian Lan Yuk"""
        ),
    ),
    men=(
        _words(
            """Wei Jun Ming Hao Chen Lei Jian Feng Tao Bo Kai Chun Wai Ho Kin Chi Ka Siu Man Hin
        Kelvin Raymond Jason Andy Eric Yang Long Yu Gang Peng"""
        ),
    ),
    surnames=_words(
        """Wong Chan Lee Cheung Lau Chen Li Wang Zhang Liu Ng Ho Yip Leung Lam Tang Tsang Cheng
        Kwok Fung Chow Yeung Yang Huang Zhao Wu Zhou Xu Sun Ma"""
    ),
)
ARABIC_TURKISH = NameList(
    women=(
        _words(
            """Amal Layla Huda Rania Salma Dina Mona Nour Hanan Samira Elif Zeynep Ayse Fatma Emine
        Hatice Merve Esra Shirin Leila Nadia Rana Hiba Farah Sahar Ruqayya Sahra
        Hodan Ifrah Hamdi"""
        ),
    ),
    men=(
        _words(
            """Mustafa Mehmet Ahmet Emre Murat Huseyin Kemal Khaled Omar Youssef Karim Tarek Sami
        Nabil Bashir Hamid Reza Amir Farhad Dilshad Abdi Mahad Liban Yasin Osman
        Said Jamal Walid Hakan Serkan"""
        ),
    ),
    surnames=_words(
        """Yilmaz Kaya Demir Celik Sahin Ozturk Aydin Arslan Dogan Kilic Ibrahim Hassan Mohamed
        Abdi Warsame Farah Osman Aden Haddad Khoury Nasser Saleh Mansour Hamid
        Karimi Ahmadi Rahimi Rezaei Aziz Salim"""
    ),
)
SOUTHERN_EUROPEAN = NameList(
    women=(
        _words(
            """Maria Ana Sofia Carla Paula Rita Marta Catarina Inês Francesca Giulia Chiara Elena
        Silvia Lucia Carmen Isabel Pilar Teresa Beatriz Joana Filipa Patrícia Mónica
        Laura Daniela Eleni Katerina Georgia Andrea"""
        ),
    ),
    men=(
        _words(
            """José João António Manuel Carlos Luís Pedro Paulo Miguel Rui Marco Andrea Giuseppe
        Antonio Francesco Luca Matteo Javier Alejandro Pablo Diego Sergio Andreas
        Nikos Giorgos Fernando Ricardo Nuno Tiago Hugo"""
        ),
    ),
    surnames=_words(
        """Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Fernandes Gonçalves
        Sousa Gomes Lopes Rossi Russo Bianchi Ferrari Romano Esposito García
        Martínez López Sánchez Pérez Papadopoulos Georgiou Christodoulou Ioannou
        Almeida Ribeiro"""
    ),
)

ORIGINS = (
    "british_irish",
    "pakistani_bangladeshi",
    "indian",
    "east_european",
    "west_african",
    "chinese",
    "arabic_turkish",
    "southern_european",
)
NAME_LISTS = (
    BRITISH_IRISH,
    PAKISTANI_BANGLADESHI,
    INDIAN,
    EAST_EUROPEAN,
    WEST_AFRICAN,
    CHINESE,
    ARABIC_TURKISH,
    SOUTHERN_EUROPEAN,
)

SHORT_NAMES = {
    "Abigail": "Abi", "Alexander": "Alex", "Amanda": "Mandy", "Andrew": "Andy", "Anthony": "Tony",
    "Barbara": "Babs", "Benjamin": "Ben", "Bethany": "Beth", "Catherine": "Cathy",
    "Charlotte": "Lottie", "Christine": "Chris", "Christopher": "Chris", "Daniel": "Dan",
    "David": "Dave", "Deborah": "Debbie", "Dorothy": "Dot", "Edward": "Ted", "Eleanor": "Ellie",
    "Elizabeth": "Liz", "Geoffrey": "Geoff", "Gillian": "Gill", "Harold": "Harry",
    "Jacqueline": "Jackie", "James": "Jim", "Janet": "Jan", "Jennifer": "Jenny",
    "Jessica": "Jess", "John": "Jack", "Jonathan": "Jon", "Joseph": "Joe", "Joshua": "Josh",
    "Katherine": "Kate", "Kathleen": "Kath", "Kenneth": "Ken", "Leslie": "Les",
    "Margaret": "Maggie", "Matilda": "Tilly", "Matthew": "Matt", "Michael": "Mike",
    "Mohammed": "Mo", "Muhammad": "Mo", "Nicholas": "Nick", "Nicola": "Nicky",
    "Patricia": "Pat", "Patrick": "Paddy", "Philip": "Phil", "Raymond": "Ray",
    "Rebecca": "Becky", "Richard": "Dick", "Robert": "Bob", "Ronald": "Ron", "Samantha": "Sam",
    "Samuel": "Sam", "Sandra": "Sandy", "Stephen": "Steve", "Steven": "Steve", "Susan": "Sue",
    "Terence": "Terry", "Thomas": "Tom", "Timothy": "Tim", "Valerie": "Val",
    "Victoria": "Vicky", "William": "Bill", "Zachary": "Zac",
    "Aleksandra": "Ola", "Katarzyna": "Kasia", "Agnieszka": "Aga", "Magdalena": "Magda",
    "Oluwaseun": "Seun", "Oluwatobi": "Tobi", "Chukwuemeka": "Emeka", "Temitope": "Temi",
    "Alexandru": "Alex", "Antonio": "Toni", "Francesca": "Fran", "Giuseppe": "Beppe",
}  # fmt: skip
